package dev.downbeat.queue.internal;

import org.jspecify.annotations.Nullable;

/**
 * One execution to be added.
 *
 * @param id given if its dedupe key is taken under this id already
 * @param runAt ISO 8601
 * @param payload JSON text
 * @param trace null if nobody traces who enqueues it
 */
public record NewExecution(
        @Nullable Long id,
        int taskId,
        int queueId,
        int priority,
        @Nullable Long delayMicros,
        @Nullable String runAt,
        @Nullable String payload,
        @Nullable StoredTrace trace) {

    /** Whether it can run now and consists of nothing but its row. */
    public boolean isPlain() {
        return id == null && delayMicros == null && runAt == null && !Insert.isApart(payload) && trace == null;
    }
}
