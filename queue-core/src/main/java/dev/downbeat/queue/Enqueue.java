package dev.downbeat.queue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request to run a task, with its options; made by {@link Task#with}.
 *
 * @param delay runs no sooner than this after the enqueue, by the database's clock; not together with {@code runAt}
 * @param runAt runs no sooner than this
 * @param priority lower numbers run first; 0 by default
 * @param dedupeKey unique among the live executions of the task
 */
public record Enqueue<P extends @Nullable Object>(
        Task<P, ?> task,
        P payload,
        @Nullable Duration delay,
        @Nullable Instant runAt,
        short priority,
        @Nullable String dedupeKey,
        DedupePolicy dedupePolicy) {

    public Enqueue {
        if (delay != null && runAt != null) {
            throw new IllegalArgumentException("An enqueue has a delay or a time, not both: task=%s, delay=%s, runAt=%s"
                    .formatted(task.name(), delay, runAt));
        }
        if (delay != null && delay.isNegative()) {
            throw new IllegalArgumentException(
                    "A delay must not be negative: task=%s, delay=%s".formatted(task.name(), delay));
        }
        if (dedupeKey != null) {
            Names.checkKey("dedupe key", dedupeKey);
        }
    }

    static <P extends @Nullable Object> Enqueue<P> of(Task<P, ?> task, P payload) {
        return new Enqueue<>(task, payload, null, null, (short) 0, null, DedupePolicy.SKIP);
    }

    /** Returns this request, to run after the delay. */
    public Enqueue<P> delay(Duration delay) {
        return new Enqueue<>(task, payload, delay, runAt, priority, dedupeKey, dedupePolicy);
    }

    /** Returns this request, to run at the time or as soon as possible after it. */
    public Enqueue<P> runAt(Instant time) {
        return new Enqueue<>(task, payload, delay, time, priority, dedupeKey, dedupePolicy);
    }

    /**
     * Returns this request with a priority.
     *
     * @param priority from -32768, first, to 32767, last
     */
    public Enqueue<P> priority(int priority) {
        if (priority != (short) priority) {
            throw new IllegalArgumentException(
                    "priority must be from %d to %d, got %d".formatted(Short.MIN_VALUE, Short.MAX_VALUE, priority));
        }
        return new Enqueue<>(task, payload, delay, runAt, (short) priority, dedupeKey, dedupePolicy);
    }

    /**
     * Returns this request with a key that is unique among the live executions of the task.
     *
     * @param key 1 to 500 characters
     */
    public Enqueue<P> dedupeKey(String key, DedupePolicy policy) {
        return new Enqueue<>(task, payload, delay, runAt, priority, key, policy);
    }
}
