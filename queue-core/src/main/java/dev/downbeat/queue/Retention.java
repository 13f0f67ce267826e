package dev.downbeat.queue;

import java.time.Duration;

/**
 * How long finished executions are kept with their payload, result, steps and errors, counted from their outcome.
 *
 * @param completed for the completed; 0 to 36 500 days, default 7 days
 * @param failed for the failed and the cancelled; 0 to 36 500 days, default 30 days
 */
public record Retention(Duration completed, Duration failed) {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), Duration.ofDays(30));

    public Retention {
        check("completed", completed);
        check("failed", failed);
    }

    private static void check(String which, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "expected a retention of %s from %s to %s, got %s".formatted(which, Duration.ZERO, LONGEST, value));
        }
    }

    public Retention completed(Duration kept) {
        return new Retention(kept, failed);
    }

    public Retention failed(Duration kept) {
        return new Retention(completed, kept);
    }
}
