package dev.downbeat.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one scenario came to; the JSON of {@code bench --json} is this record.
 *
 * <p>With repeats, the figures are those of the repeat with the median throughput, and {@code repeats} holds all of them.
 *
 * @param scenario its name
 * @param workers worker processes
 * @param tasks executions enqueued
 * @param processed of those, completed
 * @param lost of those, without an outcome at the end
 * @param duplicated outcomes beyond the first of an execution
 * @param failed of those enqueued, ended otherwise than completed
 * @param reclaimed claims beyond the first of an execution
 * @param faults what went wrong, in words; empty if nothing did
 * @param ceiling what bare SQL reached in the same run, if it was measured
 * @param timeline executions finished, per worker and slice of time
 * @param repeats every repeat's figures
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunReport(
        String scenario,
        int workers,
        long tasks,
        long processed,
        long lost,
        long duplicated,
        Enqueue enqueue,
        Startup startup,
        Execution execution,
        Throughput throughput,
        @JsonProperty("per_worker") List<Worker> perWorker,
        @JsonProperty("latency_ms") Latency latency,
        @JsonProperty("start_latency_ms") @Nullable Latency startLatency,
        Database db,
        Map<String, String> env,
        long failed,
        long reclaimed,
        List<String> faults,
        @Nullable Ceiling ceiling,
        @Nullable Timeline timeline,
        @Nullable Repeats repeats) {

    public RunReport {
        perWorker = List.copyOf(perWorker);
        faults = List.copyOf(faults);
    }

    /** Whether nothing was lost, doubled or failed, and nothing else went wrong. */
    public boolean good() {
        return lost == 0 && duplicated == 0 && failed == 0 && faults.isEmpty();
    }

    /** Returns this report with the figures of all repeats. */
    public RunReport with(@Nullable Repeats all, @Nullable Ceiling reached) {
        return new RunReport(
                scenario,
                workers,
                tasks,
                processed,
                lost,
                duplicated,
                enqueue,
                startup,
                execution,
                throughput,
                perWorker,
                latency,
                startLatency,
                db,
                env,
                failed,
                reclaimed,
                faults,
                reached,
                timeline,
                all);
    }

    /** Returns this report with latencies that were measured otherwise. */
    public RunReport with(Latency untilCompleted, Latency untilStarted) {
        return new RunReport(
                scenario,
                workers,
                tasks,
                processed,
                lost,
                duplicated,
                enqueue,
                startup,
                execution,
                throughput,
                perWorker,
                untilCompleted,
                untilStarted,
                db,
                env,
                failed,
                reclaimed,
                faults,
                ceiling,
                timeline,
                repeats);
    }

    /** The bulk enqueue from one client. */
    public record Enqueue(long ms, @JsonProperty("per_s") double perSecond) {}

    /**
     * From the start of a JVM to its worker's ready line.
     *
     * @param aloneMillis one worker's, on an empty queue with the machine to itself
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Startup(
            @JsonProperty("avg_ms") double averageMillis,
            @JsonProperty("max_ms") long maxMillis,
            @JsonProperty("alone_ms") @Nullable Long aloneMillis) {}

    /** From all started to all stopped. */
    public record Execution(@JsonProperty("max_ms") double maxMillis) {}

    /** Executions per second, from all started to all stopped. */
    public record Throughput(
            @JsonProperty("overall_per_s") double overallPerSecond,
            @JsonProperty("per_worker_per_s") double perWorkerPerSecond) {}

    /** One worker process. */
    public record Worker(
            String id,
            long tasks,
            @JsonProperty("startup_ms") long startupMillis,
            @JsonProperty("execution_ms") double executionMillis,
            @JsonProperty("per_s") double perSecond) {}

    /** Percentiles in milliseconds. */
    public record Latency(double p50, double p95, double p99, double max) {
        public static final Latency NONE = new Latency(0, 0, 0, 0);
    }

    /** What the server counted, divided by the executions where that makes sense. */
    public record Database(
            @JsonProperty("commits_per_task") double commitsPerTask,
            @JsonProperty("wal_bytes_per_task") double walBytesPerTask,
            @JsonProperty("dead_tuples") long deadTuples,
            @JsonProperty("table_bytes") long tableBytes,
            @JsonProperty("index_bytes") long indexBytes,
            @JsonProperty("buffer_hit_ratio") double bufferHitRatio) {
        public static final Database NONE = new Database(0, 0, 0, 0, 0, 1);
    }

    /** What bare SQL reached on the same server, and how this run compares. */
    public record Ceiling(
            String shape, @JsonProperty("per_s") double perSecond, double ratio, Map<String, Double> shapes) {}

    /** Executions finished in each slice of time after all had started, by worker. */
    public record Timeline(@JsonProperty("slice_ms") long sliceMillis, Map<String, List<Long>> finished) {}

    /** The throughput of every repeat, and what it comes to. */
    public record Repeats(
            @JsonProperty("overall_per_s") List<Double> overallPerSecond,
            @JsonProperty("median_per_s") double medianPerSecond,
            @JsonProperty("relative_spread") double relativeSpread) {}
}
