package dev.downbeat.bench.run;

import dev.downbeat.bench.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Gathers what the books tell of each execution: latencies, and who finished how many when. */
final class Measured {
    /** A chart of more slices than this shows no more. */
    private static final int SLICES = 120;

    private static final long LEAST_SLICE_MILLIS = 20;
    private static final int DIGITS = 3;

    private final long startMicros;
    private final long sliceMicros;
    private final Histogram untilFinished = new Histogram(DIGITS);
    private final Map<String, TreeMap<Integer, Long>> finished = new TreeMap<>();

    Measured(Span span) {
        this.startMicros = span.startMicros();
        this.sliceMicros = Math.max(LEAST_SLICE_MILLIS * 1000, span.micros() / SLICES);
    }

    void add(Books.Entry entry) {
        untilFinished.recordValue(Math.max(0, entry.finishedMicros() - entry.createdMicros()));
        int slice = (int) Math.max(0, (entry.finishedMicros() - startMicros) / sliceMicros);
        finished.computeIfAbsent(entry.worker(), ignored -> new TreeMap<>()).merge(slice, 1L, Long::sum);
    }

    RunReport.Latency latency() {
        return latency(untilFinished);
    }

    static RunReport.Latency latency(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return RunReport.Latency.NONE;
        }
        return new RunReport.Latency(
                micros.getValueAtPercentile(50) / 1000.0,
                micros.getValueAtPercentile(95) / 1000.0,
                micros.getValueAtPercentile(99) / 1000.0,
                micros.getMaxValue() / 1000.0);
    }

    /** Returns how many executions the worker of this name ended. */
    long finishedBy(String worker) {
        return finished.getOrDefault(worker, new TreeMap<>()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns the timeline, by the workers' names in the database. */
    RunReport.Timeline timeline() {
        int slices = finished.values().stream().mapToInt(TreeMap::lastKey).max().orElse(-1) + 1;
        Map<String, List<Long>> byWorker = new TreeMap<>();
        finished.forEach((worker, counts) -> {
            List<Long> line = new ArrayList<>(slices);
            for (int slice = 0; slice < slices; slice++) {
                line.add(counts.getOrDefault(slice, 0L));
            }
            byWorker.put(worker, line);
        });
        return new RunReport.Timeline(sliceMicros / 1000, byWorker);
    }

    RunReport.Worker worker(Fleet.Finished worker) {
        double millis = Math.max(1, worker.stopped().atMicros() - startMicros) / 1000.0;
        long tasks = finishedBy(worker.id());
        return new RunReport.Worker(
                worker.id(), tasks, worker.ready().startupMillis(), millis, tasks * 1000.0 / millis);
    }
}
