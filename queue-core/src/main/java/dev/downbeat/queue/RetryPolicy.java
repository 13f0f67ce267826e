package dev.downbeat.queue;

import java.time.Duration;
import java.util.Set;

/**
 * How often, and how soon, a failed execution is tried again.
 *
 * @param maxAttempts failures and crashes allowed in all, the first attempt included; at least 1. Sleeps, waits and
 *     releases do not count
 * @param backoff how long to wait after a failure; after a crash nothing waits
 * @param nonRetryable exceptions that end the execution at once, subclasses included
 */
public record RetryPolicy(int maxAttempts, Backoff backoff, Set<Class<? extends Throwable>> nonRetryable) {

    /** Five attempts, exponential back-off with full jitter from 1 s to 1 h. */
    public static final RetryPolicy DEFAULT = exponential(5, Duration.ofSeconds(1), Duration.ofHours(1));

    public RetryPolicy {
        if (maxAttempts < 1 || maxAttempts > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "maxAttempts must be from 1 to %d, got %d".formatted(Short.MAX_VALUE, maxAttempts));
        }
        nonRetryable = Set.copyOf(nonRetryable);
    }

    /** The first failure is final. */
    public static RetryPolicy never() {
        return fixed(1, Duration.ZERO);
    }

    /** The same delay after each failure. */
    public static RetryPolicy fixed(int maxAttempts, Duration delay) {
        return new RetryPolicy(maxAttempts, Backoff.fixed(delay), Set.of());
    }

    /** A delay that grows by {@code step}. */
    public static RetryPolicy linear(int maxAttempts, Duration step, Duration max) {
        return new RetryPolicy(maxAttempts, Backoff.linear(step, max), Set.of());
    }

    /** Exponential delays with full jitter, see {@link Backoff#exponential}. */
    public static RetryPolicy exponential(int maxAttempts, Duration first, Duration max) {
        return new RetryPolicy(maxAttempts, Backoff.exponential(first, max), Set.of());
    }

    /** Returns this policy with exceptions that are not worth a second try. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final RetryPolicy notRetrying(Class<? extends Throwable>... types) {
        return new RetryPolicy(maxAttempts, backoff, Set.of(types));
    }

    /** Tells whether a failure of the given attempt is followed by another attempt. */
    public boolean allows(int attempt, Throwable failure) {
        return attempt < maxAttempts && nonRetryable.stream().noneMatch(type -> type.isInstance(failure));
    }
}
