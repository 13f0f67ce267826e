package dev.downbeat.bench.ceiling;

import java.time.Duration;

/**
 * How the ceiling is measured.
 *
 * @param rows executions per measurement; at least 1
 * @param batch rows per claim and per completion; at least 1
 * @param connections how many connections, each with a thread of its own, work at once; at least 1
 * @param repeats measurements per shape, of which the median counts; at least 1
 * @param deadline how long one measurement may take
 */
public record CeilingSettings(int rows, int batch, int connections, int repeats, Duration deadline) {

    /** Two connections, batches of 1 000, median of three over 200 000 rows, two minutes each. */
    public static final CeilingSettings DEFAULT = new CeilingSettings(200_000, 1_000, 2, 3, Duration.ofMinutes(2));

    public CeilingSettings {
        requireAtLeastOne("rows", rows);
        requireAtLeastOne("batch", batch);
        requireAtLeastOne("connections", connections);
        requireAtLeastOne("repeats", repeats);
    }

    public CeilingSettings withRows(int newRows) {
        return new CeilingSettings(newRows, batch, connections, repeats, deadline);
    }

    public CeilingSettings withRepeats(int newRepeats) {
        return new CeilingSettings(rows, batch, connections, newRepeats, deadline);
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be at least 1, got %d".formatted(name, value));
        }
    }
}
