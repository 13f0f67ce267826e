package dev.downbeat.playbook.graph;

import java.time.Duration;

/**
 * How long a failed call waits before it is repeated.
 *
 * @param kind how the delay grows
 * @param delay the delay {@code d} after the first failure
 * @param multiplier the base of {@link Kind#EXPONENTIAL}; at least 1
 * @param maxDelay the delay never exceeds this
 */
public record Backoff(Kind kind, Duration delay, double multiplier, Duration maxDelay) {

    /** The longest delay when the playbook names none. */
    public static final Duration LONGEST = Duration.ofHours(1);

    /** No delay at all. */
    public static final Backoff NONE = new Backoff(Kind.NONE, Duration.ZERO, 1, LONGEST);

    /** How delays grow with the attempts. */
    public enum Kind {
        /** At once. */
        NONE,
        /** Always d. */
        FIXED,
        /** d·n. */
        LINEAR,
        /** d·mⁿ⁻¹. */
        EXPONENTIAL
    }

    /** Returns the delay after the given failed attempt; the first attempt is 1. */
    public Duration delayAfter(int attempt) {
        double factor = switch (kind) {
            case NONE -> 0;
            case FIXED -> 1;
            case LINEAR -> attempt;
            case EXPONENTIAL -> Math.pow(multiplier, attempt - 1.0);
        };
        double seconds = delay.toNanos() / 1e9 * factor;
        return seconds < maxDelay.toSeconds() ? Duration.ofNanos(Math.round(seconds * 1e9)) : maxDelay;
    }
}
