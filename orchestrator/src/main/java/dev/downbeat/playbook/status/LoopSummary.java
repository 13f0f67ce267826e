package dev.downbeat.playbook.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One loop of one run; {@code total - succeeded - failed - running} items have not been started.
 *
 * @param visit which visit of the execution it is, so that two loops of one step are told apart
 * @param status {@code looping}, {@code completed}, {@code failed} or {@code cancelled}
 * @param width how many items may run at once
 */
public record LoopSummary(
        String step,
        int visit,
        String status,
        String mode,
        int width,
        int total,
        int succeeded,
        int failed,
        int running,
        @JsonProperty("duration_ms") long durationMs) {

    /** Returns how many items have ended. */
    public int done() {
        return succeeded + failed;
    }
}
