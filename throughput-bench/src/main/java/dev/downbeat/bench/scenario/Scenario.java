package dev.downbeat.bench.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measurement, fully described.
 *
 * @param name what users type
 * @param description one line for people
 * @param family the scenario that it extends in the end; its own name if none. One can be held against another of its family
 * @param mode how it is driven
 * @param task what each execution does
 * @param size how much of it, in {@link TaskKind#unit()}
 * @param extent how many workers and executions; at least 1 of each
 * @param tuning how the workers are set
 * @param ceilingRows rows for a ceiling measured in the same run; 0 for none
 * @param ratePerSecond arrivals per second in {@link Mode#SUSTAINED}
 * @param deadline how long the measured part may take
 * @param pinned whether a transaction stays open all the time, so that no dead row can be removed
 * @param against another scenario, run beside this one, whose throughput this one's is told as a share of
 */
public record Scenario(
        String name,
        String description,
        String family,
        Mode mode,
        TaskKind task,
        int size,
        Extent extent,
        WorkerTuning tuning,
        int ceilingRows,
        int ratePerSecond,
        Duration deadline,
        boolean pinned,
        @Nullable Scenario against) {

    public Scenario {
        List<String> faults = new ArrayList<>();
        requireRange(faults, "workers", extent.workers(), 1, 256);
        requireRange(faults, "tasks", extent.tasks(), 1, 100_000_000);
        requireRange(faults, "size", size, 0, 1_000_000);
        requireRange(faults, "warm_up", extent.warmUp(), 0, 10_000_000);
        requireRange(faults, "ceiling_rows", ceilingRows, 0, 10_000_000);
        requireRange(faults, "rate", ratePerSecond, 0, 100_000);
        if (mode == Mode.SUSTAINED && ratePerSecond < 1) {
            faults.add("rate must be at least 1 in a sustained scenario, got " + ratePerSecond);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("Scenario %s: %s".formatted(name, String.join("; ", faults)));
        }
    }

    public int workers() {
        return extent.workers();
    }

    public int tasks() {
        return extent.tasks();
    }

    public int warmUp() {
        return extent.warmUp();
    }

    /** Returns this scenario with another number of worker processes. */
    public Scenario withWorkers(int number) {
        return with(new Extent(number, tasks(), warmUp()));
    }

    /** Returns this scenario with another number of executions. */
    public Scenario withTasks(int number) {
        return with(new Extent(workers(), number, warmUp()));
    }

    /** Returns this scenario with cold workers. */
    public Scenario withoutWarmUp() {
        return with(new Extent(workers(), tasks(), 0));
    }

    private Scenario with(Extent other) {
        return new Scenario(
                name,
                description,
                family,
                mode,
                task,
                size,
                other,
                tuning,
                ceilingRows,
                ratePerSecond,
                deadline,
                pinned,
                against);
    }

    private static void requireRange(List<String> faults, String key, int value, int least, int most) {
        if (value < least || value > most) {
            faults.add("expected %s from %d to %d, got %d".formatted(key, least, most, value));
        }
    }
}
