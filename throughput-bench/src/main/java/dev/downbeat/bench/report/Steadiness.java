package dev.downbeat.bench.report;

import java.util.List;
import java.util.Optional;

/**
 * Whether a long run kept its pace: how much finished in its first tenth, and how much in its last. What decays, because dead
 * rows or a history pile up, falls behind.
 */
public record Steadiness(double firstPerSecond, double lastPerSecond) {
    private static final int PARTS = 10;
    private static final long LEAST_MILLIS = 60_000;

    /** Returns it of a run of at least a minute. The last slice is left out: it is seldom whole. */
    public static Optional<Steadiness> of(Further.Timeline timeline) {
        int slices =
                timeline.finished().values().stream().mapToInt(List::size).max().orElse(0) - 1;
        int part = slices / PARTS;
        if (part == 0 || slices * timeline.sliceMillis() < LEAST_MILLIS) {
            return Optional.empty();
        }
        return Optional.of(new Steadiness(perSecond(timeline, 0, part), perSecond(timeline, slices - part, slices)));
    }

    private static double perSecond(Further.Timeline timeline, int from, int to) {
        long finished = timeline.finished().values().stream()
                .flatMap(slices -> slices.subList(Math.min(from, slices.size()), Math.min(to, slices.size())).stream())
                .mapToLong(Long::longValue)
                .sum();
        return finished * 1000.0 / ((to - from) * timeline.sliceMillis());
    }

    /** Returns the last tenth's throughput as a share of the first's. */
    public double share() {
        return firstPerSecond == 0 ? 0 : lastPerSecond / firstPerSecond;
    }
}
