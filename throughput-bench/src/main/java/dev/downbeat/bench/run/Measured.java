package dev.downbeat.bench.run;

import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.worker.process.Usage;
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
    private static final double[] CURVE = {0, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.99};

    private final long startMicros;
    private final long sliceMicros;
    private final Histogram untilFinished = new Histogram(DIGITS);
    private final Map<String, TreeMap<Integer, Long>> finished = new TreeMap<>();

    Measured(Span span) {
        this.startMicros = span.startMicros();
        this.sliceMicros = Math.max(LEAST_SLICE_MILLIS * 1000, span.micros() / SLICES);
    }

    void add(Books.Entry entry) {
        latency(entry.createdMicros(), entry.finishedMicros());
        finished(entry.worker(), entry.finishedMicros());
    }

    /** Takes one of those that were enqueued. */
    void latency(long createdMicros, long finishedMicros) {
        untilFinished.recordValue(Math.max(0, finishedMicros - createdMicros));
    }

    /** Takes one that a worker ended. */
    void finished(String worker, long finishedMicros) {
        int slice = (int) Math.max(0, (finishedMicros - startMicros) / sliceMicros);
        finished.computeIfAbsent(worker, ignored -> new TreeMap<>()).merge(slice, 1L, Long::sum);
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

    /** Returns how the latency spreads. */
    List<Further.Percentile> curve() {
        return curve(untilFinished);
    }

    static List<Further.Percentile> curve(Histogram micros) {
        List<Further.Percentile> curve = new ArrayList<>();
        for (double percent : CURVE) {
            // A percentile finer than one of all is the maximum, and says nothing of its own.
            if (micros.getTotalCount() * (1 - percent / 100) >= 1) {
                curve.add(new Further.Percentile(percent, micros.getValueAtPercentile(percent) / 1000.0));
            }
        }
        return curve;
    }

    /** Returns how many executions the worker of this name ended. */
    long finishedBy(String worker) {
        return finished.getOrDefault(worker, new TreeMap<>()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns the timeline, by the workers' names in the database. */
    Further.Timeline timeline() {
        int slices = finished.values().stream().mapToInt(TreeMap::lastKey).max().orElse(-1) + 1;
        Map<String, List<Long>> byWorker = new TreeMap<>();
        finished.forEach((worker, counts) -> {
            List<Long> line = new ArrayList<>(slices);
            for (int slice = 0; slice < slices; slice++) {
                line.add(counts.getOrDefault(slice, 0L));
            }
            byWorker.put(worker, line);
        });
        return new Further.Timeline(sliceMicros / 1000, byWorker);
    }

    RunReport.Worker worker(Fleet.Finished worker) {
        double millis = Math.max(1, worker.stopped().atMicros() - startMicros) / 1000.0;
        long tasks = finishedBy(worker.id());
        Usage usage = worker.stopped().usage();
        return new RunReport.Worker(
                worker.id(),
                tasks,
                worker.ready().startupMillis(),
                millis,
                tasks * 1000.0 / millis,
                usage == null ? null : usage.cpuMillis(),
                usage == null ? null : usage.heapPeakBytes(),
                usage == null ? null : usage.gcMillis());
    }
}
