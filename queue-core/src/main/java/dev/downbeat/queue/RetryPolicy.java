package dev.downbeat.queue;

import java.time.Duration;
import java.util.Set;

/**
 * How often, and how soon, a failed execution is tried again.
 *
 * @param maxAttempts failures and crashes allowed in all, the first attempt included; at least 1. Sleeps, waits and
 *     releases do not count
 * @param backoff how long to wait after a failure; after a crash nothing waits
 * @param retryable the only exceptions that are worth another attempt, subclasses included; empty for all
 * @param nonRetryable exceptions that end the execution at once, subclasses included; they outweigh {@code retryable}
 */
public record RetryPolicy(
        int maxAttempts,
        Backoff backoff,
        Set<Class<? extends Throwable>> retryable,
        Set<Class<? extends Throwable>> nonRetryable) {

    /** Five attempts, exponential back-off with full jitter from 1 s to 1 h. */
    public static final RetryPolicy DEFAULT = exponential(5, Duration.ofSeconds(1), Duration.ofHours(1));

    public RetryPolicy {
        if (maxAttempts < 1 || maxAttempts > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "maxAttempts must be from 1 to %d, got %d".formatted(Short.MAX_VALUE, maxAttempts));
        }
        retryable = Set.copyOf(retryable);
        nonRetryable = Set.copyOf(nonRetryable);
    }

    /** The first failure is final. */
    public static RetryPolicy never() {
        return fixed(1, Duration.ZERO);
    }

    /** The same delay after each failure. */
    public static RetryPolicy fixed(int maxAttempts, Duration delay) {
        return custom(maxAttempts, Backoff.fixed(delay));
    }

    /** A delay that grows by {@code step}. */
    public static RetryPolicy linear(int maxAttempts, Duration step, Duration max) {
        return custom(maxAttempts, Backoff.linear(step, max));
    }

    /** Exponential delays with full jitter, see {@link Backoff#exponential}. */
    public static RetryPolicy exponential(int maxAttempts, Duration first, Duration max) {
        return custom(maxAttempts, Backoff.exponential(first, max));
    }

    /** Delays that the function decides. */
    public static RetryPolicy custom(int maxAttempts, Backoff backoff) {
        return new RetryPolicy(maxAttempts, backoff, Set.of(), Set.of());
    }

    /** Returns this policy with the only exceptions that are worth another try; all others end the execution. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final RetryPolicy retryingOn(Class<? extends Throwable>... types) {
        return new RetryPolicy(maxAttempts, backoff, Set.of(types), nonRetryable);
    }

    /** Returns this policy with exceptions that are not worth a second try. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final RetryPolicy notRetrying(Class<? extends Throwable>... types) {
        return new RetryPolicy(maxAttempts, backoff, retryable, Set.of(types));
    }

    /** Tells whether a failure of the given attempt is followed by another attempt. */
    public boolean allows(int attempt, Throwable failure) {
        return attempt < maxAttempts
                && (retryable.isEmpty() || isAny(retryable, failure))
                && !isAny(nonRetryable, failure);
    }

    private static boolean isAny(Set<Class<? extends Throwable>> types, Throwable failure) {
        return types.stream().anyMatch(type -> type.isInstance(failure));
    }
}
