package dev.downbeat.bench.run;

import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Queue;
import dev.downbeat.schema.DatabaseUrl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Does what lost workers left behind: one more worker stays until their leases have run out, rescues what they held, and runs
 * it. The run then accounts for every execution, though its throughput says little.
 */
final class MopUp {
    private static final ExecutionFilter LIVE = ExecutionFilter.ALL.in(
            ExecutionState.READY, ExecutionState.RUNNING, ExecutionState.SCHEDULED, ExecutionState.WAITING);
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private static final long LOOK_MILLIS = 100;

    private final Scenario scenario;
    private final DatabaseUrl url;
    private final Queue queue;

    MopUp(Scenario scenario, DatabaseUrl url, Queue queue) {
        this.scenario = scenario;
        this.url = url;
        this.queue = queue;
    }

    /** Returns what was done; nothing if nothing was left. */
    Further.@Nullable Rescue run(Progress progress) throws InterruptedException {
        long left = queue.count(LIVE);
        if (left == 0) {
            return null;
        }
        progress.tell("doing %,d that lost workers left".formatted(left));
        long start = System.nanoTime();
        try (Fleet fleet = Fleet.rescuing(url, scenario)) {
            fleet.awaitReady(READY);
            fleet.release();
            Duration patience =
                    fleet.isEmpty() ? Duration.ZERO : scenario.deadline().plus(rescue());
            long remaining = awaitNone(Deadline.in(patience));
            fleet.stop(GRACE);
            return new Further.Rescue(left, remaining, (System.nanoTime() - start) / 1e6);
        }
    }

    /** The lease, and as much again for a rescuer that looks now and then. */
    private Duration rescue() {
        return scenario.tuning().lease().multipliedBy(2);
    }

    private long awaitNone(Deadline end) throws InterruptedException {
        long remaining = queue.count(LIVE);
        while (remaining > 0 && !end.left().isZero()) {
            Thread.sleep(LOOK_MILLIS);
            remaining = queue.count(LIVE);
        }
        return remaining;
    }
}
