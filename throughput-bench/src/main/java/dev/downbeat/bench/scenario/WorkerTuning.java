package dev.downbeat.bench.scenario;

import java.time.Duration;
import java.util.List;

/** How a scenario's workers are set; the meaning of each is that of the worker's own setting. */
public record WorkerTuning(
        int concurrency,
        int fetchBatch,
        int flushBatch,
        Duration flushInterval,
        Duration pollInterval,
        Duration lease,
        String heap) {

    /** The worker's own defaults. */
    public static final WorkerTuning DEFAULT = new WorkerTuning(
            100, 500, 500, Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofSeconds(15), "256m");

    /** Returns the worker settings, as {@code key=value}. */
    public List<String> settings() {
        return List.of(
                "worker.concurrency=" + concurrency,
                "worker.fetch_batch=" + fetchBatch,
                "worker.flush_batch=" + flushBatch,
                "worker.flush_interval=" + flushInterval.toMillis() + "ms",
                "worker.poll_interval=" + pollInterval.toMillis() + "ms",
                "worker.lease=" + lease.toMillis() + "ms");
    }
}
