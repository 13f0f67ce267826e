package dev.downbeat.queue.internal;

import org.jspecify.annotations.Nullable;

/**
 * What an earlier run left under a step's name.
 *
 * @param result JSON text
 * @param childId 0 unless it is an invoke
 * @param sleepLeftMicros what is left of a sleep; 0 or less when it is over
 */
public record StoredStep(
        Kind kind,
        End end,
        @Nullable String result,
        @Nullable String error,
        long childId,
        long sleepLeftMicros) {

    /** What sort of step it was. */
    public enum Kind {
        STEP,
        SLEEP,
        INVOKE,
        EVENT
    }

    /** How it ended, if it did. */
    public enum End {
        PENDING,
        COMPLETED,
        FAILED,
        CANCELLED
    }
}
