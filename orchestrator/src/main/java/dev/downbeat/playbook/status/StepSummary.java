package dev.downbeat.playbook.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One step of one run, over all its visits, in the order in which the steps were first entered.
 *
 * @param status the status of the newest visit: {@code waiting}, {@code active}, {@code parked}, {@code looping},
 *     {@code completed}, {@code failed}, {@code skipped} or {@code cancelled}
 * @param visits how often the step was entered
 * @param durationMs the sum over its visits
 */
public record StepSummary(
        String step,
        String status,
        int visits,
        @JsonProperty("duration_ms") long durationMs) {}
