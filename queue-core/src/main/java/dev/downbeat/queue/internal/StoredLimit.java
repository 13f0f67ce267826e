package dev.downbeat.queue.internal;

import org.jspecify.annotations.Nullable;

/**
 * A limit as it stands in the database.
 *
 * @param scope whose executions
 * @param keyPath a path into the payload in the form of a text array; null if all share one amount
 * @param periodMicros of a rate; 0 for a limit on what runs at once
 */
public record StoredLimit(
        Scope scope, int scopeId, @Nullable String keyPath, int amount, long periodMicros) {

    /** What a limit is on. */
    public enum Scope {
        TASK,
        QUEUE
    }

    boolean isRate() {
        return periodMicros > 0;
    }

    boolean covers(int taskId) {
        return scope == Scope.QUEUE || scopeId == taskId;
    }
}
