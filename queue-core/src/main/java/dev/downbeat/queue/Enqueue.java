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
 * @param uniqueness what keeps the request from becoming one execution more; nothing if null
 */
public record Enqueue<P extends @Nullable Object>(
        Task<P, ?> task,
        P payload,
        @Nullable Duration delay,
        @Nullable Instant runAt,
        short priority,
        @Nullable Uniqueness uniqueness) {

    public Enqueue {
        if (delay != null && runAt != null) {
            throw new IllegalArgumentException("An enqueue has a delay or a time, not both: task=%s, delay=%s, runAt=%s"
                    .formatted(task.name(), delay, runAt));
        }
        if (delay != null && delay.isNegative()) {
            throw new IllegalArgumentException(
                    "A delay must not be negative: task=%s, delay=%s".formatted(task.name(), delay));
        }
        if (uniqueness instanceof Uniqueness.Debounced && (delay != null || runAt != null)) {
            throw new IllegalArgumentException(
                    "What is debounced has its time from the debounce: task=%s, delay=%s, runAt=%s"
                            .formatted(task.name(), delay, runAt));
        }
    }

    static <P extends @Nullable Object> Enqueue<P> of(Task<P, ?> task, P payload) {
        return new Enqueue<>(task, payload, null, null, (short) 0, null);
    }

    /** Returns this request, to run after the delay. */
    public Enqueue<P> delay(Duration delay) {
        return new Enqueue<>(task, payload, delay, runAt, priority, uniqueness);
    }

    /** Returns this request, to run at the time or as soon as possible after it. */
    public Enqueue<P> runAt(Instant time) {
        return new Enqueue<>(task, payload, delay, time, priority, uniqueness);
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
        return new Enqueue<>(task, payload, delay, runAt, (short) priority, uniqueness);
    }

    /**
     * Returns this request with a key that is unique among the live executions of the task.
     *
     * @param key 1 to 500 characters
     */
    public Enqueue<P> dedupeKey(String key, DedupePolicy policy) {
        return unique(new Uniqueness.Deduped(key, policy, null));
    }

    /**
     * Returns this request with a key that is unique among the live executions of the task, and beyond their end until the
     * period after their enqueue is over.
     *
     * @param key 1 to 500 characters
     * @param period above 0
     */
    public Enqueue<P> uniqueFor(String key, DedupePolicy policy, Duration period) {
        return unique(new Uniqueness.Deduped(key, policy, period));
    }

    /**
     * Returns this request, skipped if the key had an execution within the period, finished or not.
     *
     * @param key 1 to 500 characters
     * @param period from one enqueue to the next that counts; above 0
     */
    public Enqueue<P> throttle(String key, Duration period) {
        return unique(new Uniqueness.Throttled(key, period));
    }

    /**
     * Returns this request, to run once no further one came for the key; each gives the execution its payload.
     *
     * @param key 1 to 500 characters
     * @param quiet how long none must come; above 0
     * @param maxWait after the first request it runs even so; above 0
     */
    public Enqueue<P> debounce(String key, Duration quiet, Duration maxWait) {
        return unique(new Uniqueness.Debounced(key, quiet, maxWait));
    }

    private Enqueue<P> unique(Uniqueness uniqueness) {
        return new Enqueue<>(task, payload, delay, runAt, priority, uniqueness);
    }
}
