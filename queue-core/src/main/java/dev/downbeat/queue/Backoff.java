package dev.downbeat.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Decides how long a failed execution waits before its next attempt. */
@FunctionalInterface
public interface Backoff {

    /**
     * Returns the delay after the given failed attempt.
     *
     * @param attempt the attempt that failed; the first is 1
     * @param random where jitter comes from; without jitter it is not asked
     */
    Duration delayAfter(int attempt, RandomGenerator random);

    /** The same delay each time. */
    static Backoff fixed(Duration delay) {
        return (attempt, random) -> delay;
    }

    /** Grows by {@code step} with each attempt, up to {@code max}. */
    static Backoff linear(Duration step, Duration max) {
        return (attempt, random) -> min(step.multipliedBy(attempt), max);
    }

    /**
     * Full jitter: anything between zero and a bound that starts at {@code first} and doubles with each attempt, up to
     * {@code max}. Spreads a herd better than a jittered delay with a floor (Brooker, "Exponential Backoff and
     * Jitter", 2015).
     */
    static Backoff exponential(Duration first, Duration max) {
        return (attempt, random) -> {
            Duration bound = min(first.multipliedBy(1L << Math.min(attempt - 1, 30)), max);
            return Duration.ofNanos((long) (random.nextDouble() * bound.toNanos()));
        };
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
