package dev.downbeat.queue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many executions of a task or a queue may run at once, or start in a period: over all workers, for all together or
 * for each key by itself.
 *
 * @param amount at least 1
 * @param period of a rate; null for a limit on what runs at once
 * @param keyPath where in the payload the key stands; empty for all together. Executions without that key share one
 */
public record Limit(int amount, @Nullable Duration period, List<String> keyPath) {

    public Limit {
        if (amount < 1) {
            throw new IllegalArgumentException("amount must be at least 1, got " + amount);
        }
        if (period != null && period.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("expected a period of at least 1 ms, got " + period);
        }
        keyPath = List.copyOf(keyPath);
    }

    /** At most so many at once, those that are claimed and about to start included. */
    public static Limit concurrency(int amount) {
        return new Limit(amount, null, List.of());
    }

    /**
     * At most so many starts per period: a bucket of so many tokens that fills up evenly. An execution that was given back
     * unstarted has used its token.
     */
    public static Limit rate(int amount, Duration period) {
        return new Limit(amount, period, List.of());
    }

    /** Returns this limit for each value found at the path in the payload, by itself. */
    public Limit perKey(String field, String... nested) {
        return new Limit(
                amount,
                period,
                Stream.concat(Stream.of(field), Stream.of(nested)).toList());
    }
}
