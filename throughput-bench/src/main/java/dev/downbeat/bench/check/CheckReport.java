package dev.downbeat.bench.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.downbeat.bench.machine.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one check came to.
 *
 * @param unit of the figure
 * @param better {@code lower} or {@code higher}
 * @param status one of the four; the words of the JSON
 * @param median of the samples; nothing where nothing was measured
 * @param samples every figure
 * @param note what else was seen; for a check that did not pass, the reason
 * @param elapsedMillis how long it took
 * @param machine how fast the machine was by itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckReport(
        String name,
        String description,
        String unit,
        String better,
        Status status,
        @Nullable Double median,
        List<Double> samples,
        String note,
        @JsonProperty("elapsed_ms") long elapsedMillis,
        @Nullable Machine machine) {

    /** How a check stands. */
    public enum Status {
        /** It did its work; its figure is no worse than the baseline's, if there is one. */
        @JsonProperty("passed")
        PASSED,
        /** It did its work, but its figure fell behind the baseline by more than noise explains. */
        @JsonProperty("slower")
        SLOWER,
        /** It did not do its work. */
        @JsonProperty("broken")
        BROKEN,
        /** What it needs is not there, so that nothing is known. */
        @JsonProperty("skipped")
        SKIPPED
    }

    public CheckReport {
        samples = List.copyOf(samples);
    }

    static CheckReport passed(Check check, Reading reading, long elapsedMillis) {
        return new CheckReport(
                check.name(),
                check.description(),
                check.unit(),
                check.direction().key(),
                Status.PASSED,
                reading.sample().median(),
                reading.sample().values(),
                reading.note(),
                elapsedMillis,
                reading.machine());
    }

    static CheckReport broken(Check check, String reason, long elapsedMillis) {
        return without(check, Status.BROKEN, reason, elapsedMillis);
    }

    static CheckReport skipped(Check check, String reason) {
        return without(check, Status.SKIPPED, reason, 0);
    }

    private static CheckReport without(Check check, Status status, String reason, long elapsedMillis) {
        return new CheckReport(
                check.name(),
                check.description(),
                check.unit(),
                check.direction().key(),
                status,
                null,
                List.of(),
                reason,
                elapsedMillis,
                null);
    }

    /** Returns this check, which passed, as slower than its baseline. */
    public CheckReport slower(String reason) {
        return new CheckReport(
                name, description, unit, better, Status.SLOWER, median, samples, reason, elapsedMillis, machine);
    }
}
