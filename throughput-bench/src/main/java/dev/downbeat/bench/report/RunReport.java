package dev.downbeat.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.downbeat.bench.statistics.Sample;
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
 * @param further what only some runs have; in the JSON it stands beside the rest
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
        @JsonUnwrapped Further further) {

    public RunReport {
        perWorker = List.copyOf(perWorker);
        faults = List.copyOf(faults);
    }

    /** Whether nothing was lost, doubled or failed, and nothing else went wrong. */
    public boolean good() {
        return lost == 0 && duplicated == 0 && failed == 0 && faults.isEmpty();
    }

    /** Returns this report with other things beside it. */
    public RunReport with(Further others) {
        return with(latency, startLatency, others);
    }

    /** Returns this report with latencies that were measured otherwise. */
    public RunReport latencies(Latency untilCompleted, Latency untilStarted, List<Further.Percentile> curve) {
        return with(untilCompleted, untilStarted, further.curve(curve));
    }

    private RunReport with(Latency untilCompleted, @Nullable Latency untilStarted, Further others) {
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
                others);
    }

    /** Returns the throughput of every repeat; one figure where there was but one. */
    public Sample rates() {
        Further.Repeats repeats = further.repeats();
        return repeats == null ? Sample.of(throughput.overallPerSecond()) : Sample.of(repeats.overallPerSecond());
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

    /**
     * One worker process.
     *
     * @param cpuMillis processor time of the whole process, its start included
     * @param heapPeakBytes the most heap that was in use
     * @param gcMillis time spent collecting garbage
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Worker(
            String id,
            long tasks,
            @JsonProperty("startup_ms") long startupMillis,
            @JsonProperty("execution_ms") double executionMillis,
            @JsonProperty("per_s") double perSecond,
            @JsonProperty("cpu_ms") @Nullable Long cpuMillis,
            @JsonProperty("heap_peak_bytes") @Nullable Long heapPeakBytes,
            @JsonProperty("gc_ms") @Nullable Long gcMillis) {}

    /** Percentiles in milliseconds. */
    public record Latency(double p50, double p95, double p99, double max) {
        public static final Latency NONE = new Latency(0, 0, 0, 0);
    }

    /**
     * What the server counted, divided by the executions where that makes sense.
     *
     * @param activity what the whole server wrote and read meanwhile, others' work included
     * @param statements the dearest of this run's database, where {@code pg_stat_statements} is loaded
     */
    public record Database(
            @JsonProperty("commits_per_task") double commitsPerTask,
            @JsonProperty("wal_bytes_per_task") double walBytesPerTask,
            @JsonProperty("dead_tuples") long deadTuples,
            @JsonProperty("table_bytes") long tableBytes,
            @JsonProperty("index_bytes") long indexBytes,
            @JsonProperty("buffer_hit_ratio") double bufferHitRatio,
            Map<String, Double> activity,
            List<Statement> statements) {
        public Database {
            statements = List.copyOf(statements);
        }

        /** Returns these figures alone. */
        public static Database of(double commitsPerTask, double walBytesPerTask) {
            return new Database(commitsPerTask, walBytesPerTask, 0, 0, 0, 1, Map.of(), List.of());
        }
    }

    /** One statement as the server saw it since its database was made. */
    public record Statement(
            String query,
            long calls,
            @JsonProperty("total_ms") double totalMillis,
            long rows,
            @JsonProperty("wal_bytes") long walBytes) {}
}
