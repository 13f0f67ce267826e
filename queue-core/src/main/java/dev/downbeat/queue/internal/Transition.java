package dev.downbeat.queue.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one running execution; decided elsewhere, applied by {@link Flush}.
 *
 * <p>{@code stepped} tells that the run stored steps which the next one must load.
 */
public sealed interface Transition {

    Claimed claimed();

    /** To history. The result is JSON text. */
    record Completed(Claimed claimed, @Nullable String result) implements Transition {}

    /** To history, for good. */
    record Failed(Claimed claimed, Fault fault) implements Transition {}

    /** To history. */
    record Cancelled(Claimed claimed, Fault fault) implements Transition {}

    /** To scheduled, or to ready without a delay; one attempt is burned. */
    record Retried(Claimed claimed, long delayMicros, Fault fault, boolean stepped) implements Transition {}

    /** To scheduled, until a step's sleep is over. */
    record Slept(Claimed claimed, String step, long delayMicros) implements Transition {}

    /** To waiting, until all children have their outcome or the time is over. */
    record Parked(
            Claimed claimed, List<Child> children, @Nullable Long timeoutMicros, boolean keepsChildren)
            implements Transition {}

    /** To waiting, until the event has come or the time is over. */
    record Awaiting(Claimed claimed, String step, String event, String key, long timeoutMicros) implements Transition {}

    /** Back to ready, as if it had not been claimed. */
    record Released(Claimed claimed, boolean stepped) implements Transition {}
}
