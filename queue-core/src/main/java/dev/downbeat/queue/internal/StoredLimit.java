package dev.downbeat.queue.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A limit as it stands in the database.
 *
 * @param scope whose executions
 * @param keyPath a path into the payload in the form of a text array; null if all share one amount
 * @param periodMicros of a rate; 0 for a limit on what runs at once
 * @param declared whether a worker's start stored it, else a caller
 */
public record StoredLimit(
        Scope scope, int scopeId, @Nullable String keyPath, int amount, long periodMicros, boolean declared) {

    /** What a limit is on. */
    public enum Scope {
        TASK,
        QUEUE;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    boolean isRate() {
        return periodMicros > 0;
    }

    TokenBucket bucket() {
        return new TokenBucket(amount, periodMicros);
    }

    boolean covers(int taskId) {
        return scope == Scope.QUEUE || scopeId == taskId;
    }
}
