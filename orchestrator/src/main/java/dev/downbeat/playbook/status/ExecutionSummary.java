package dev.downbeat.playbook.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run --json} prints: the whole run, one line per step and per loop. Jackson writes it as the document is
 * specified.
 *
 * @param status {@code running}, {@code completed}, {@code failed} or {@code cancelled}
 * @param durationMs from the start to the end, or to now while it runs
 * @param result what the run ended with; by reference when it is large, null when it gave none
 * @param error the error object of a failed run, else null
 */
public record ExecutionSummary(
        @JsonProperty("execution_id") long executionId,
        String path,
        int version,
        String status,
        @JsonProperty("duration_ms") long durationMs,
        List<StepSummary> steps,
        List<LoopSummary> loops,
        @Nullable JsonNode result,
        @Nullable JsonNode error) {

    /** Copies the lists. */
    public ExecutionSummary {
        steps = List.copyOf(steps);
        loops = List.copyOf(loops);
    }
}
