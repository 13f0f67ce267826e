package dev.downbeat.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.downbeat.bench.machine.Machine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What only some runs have.
 *
 * @param ceiling what the throughput is told as a share of: what bare SQL or another scenario reached in the same run
 * @param floor what the start latency is told as a multiple of: what bare SQL took in the same run
 * @param timeline executions finished, per worker and slice of time
 * @param repeats every repeat's figures
 * @param rescue what a worker left behind that did not come to its end, and what became of it
 * @param latencyCurve how the latency spreads
 * @param comparison how the figures stand to a baseline
 * @param hotMethods where the workers' processors were, if they were profiled
 * @param machine how fast the machine was by itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Further(
        @Nullable Ceiling ceiling,
        @Nullable Floor floor,
        @Nullable Timeline timeline,
        @Nullable Repeats repeats,
        @Nullable Rescue rescue,
        @JsonProperty("latency_curve") @Nullable List<Percentile> latencyCurve,
        @Nullable List<Compared> comparison,
        @JsonProperty("hot_methods") @Nullable List<HotMethod> hotMethods,
        @Nullable Machine machine) {

    /** Nothing. */
    public static final Further NONE = new Further(null, null, null, null, null, null, null, null, null);

    public Further with(@Nullable Ceiling reached) {
        return new Further(reached, floor, timeline, repeats, rescue, latencyCurve, comparison, hotMethods, machine);
    }

    public Further with(@Nullable Floor least) {
        return new Further(ceiling, least, timeline, repeats, rescue, latencyCurve, comparison, hotMethods, machine);
    }

    public Further with(@Nullable Timeline finished) {
        return new Further(ceiling, floor, finished, repeats, rescue, latencyCurve, comparison, hotMethods, machine);
    }

    public Further with(@Nullable Repeats all) {
        return new Further(ceiling, floor, timeline, all, rescue, latencyCurve, comparison, hotMethods, machine);
    }

    public Further with(@Nullable Rescue done) {
        return new Further(ceiling, floor, timeline, repeats, done, latencyCurve, comparison, hotMethods, machine);
    }

    public Further curve(List<Percentile> percentiles) {
        return new Further(
                ceiling, floor, timeline, repeats, rescue, List.copyOf(percentiles), comparison, hotMethods, machine);
    }

    public Further compared(List<Compared> figures) {
        return new Further(
                ceiling, floor, timeline, repeats, rescue, latencyCurve, List.copyOf(figures), hotMethods, machine);
    }

    public Further profiled(List<HotMethod> methods) {
        return new Further(
                ceiling, floor, timeline, repeats, rescue, latencyCurve, comparison, List.copyOf(methods), machine);
    }

    public Further with(@Nullable Machine reading) {
        return new Further(ceiling, floor, timeline, repeats, rescue, latencyCurve, comparison, hotMethods, reading);
    }

    /** What bare SQL, or another scenario, reached on the same server, and how this run compares. */
    public record Ceiling(
            String shape, @JsonProperty("per_s") double perSecond, double ratio, Map<String, Double> shapes) {}

    /**
     * What bare SQL took from an arrival to a durable claim at the same rate, and how many times as long a start took.
     *
     * @param p50Ratio of the medians
     * @param p99Ratio of what 99 of 100 did not exceed
     */
    public record Floor(
            @JsonProperty("latency_ms") RunReport.Latency latency,
            @JsonProperty("p50_ratio") double p50Ratio,
            @JsonProperty("p99_ratio") double p99Ratio) {

        /** Compares starts with what bare SQL took. */
        public static Floor of(RunReport.Latency untilStarted, RunReport.Latency least) {
            return new Floor(least, untilStarted.p50() / least.p50(), untilStarted.p99() / least.p99());
        }
    }

    /** Executions finished in each slice of time after all had started, by worker. */
    public record Timeline(@JsonProperty("slice_ms") long sliceMillis, Map<String, List<Long>> finished) {}

    /** The throughput of every repeat, and what it comes to. */
    public record Repeats(
            @JsonProperty("overall_per_s") List<Double> overallPerSecond,
            @JsonProperty("median_per_s") double medianPerSecond,
            @JsonProperty("relative_spread") double relativeSpread) {}

    /**
     * What was left when the workers had ended, and was then done by another.
     *
     * @param executions how many had no outcome
     * @param remaining how many have none still
     * @param millis how long the other took, the dead worker's lease included
     */
    public record Rescue(
            long executions,
            long remaining,
            @JsonProperty("ms") double millis) {}

    /** So many of hundred executions took no longer than this. */
    public record Percentile(
            double percent, @JsonProperty("ms") double millis) {}

    /**
     * One figure beside its baseline's.
     *
     * @param verdict same, better, worse, new or broken
     * @param why what was compared with what; empty where there is nothing to say
     */
    public record Compared(String figure, String verdict, double before, double now, String why) {}

    /** A method, and in how many of hundred samples a thread was in it. */
    public record HotMethod(String method, double percent) {}
}
