package dev.downbeat.playbook.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution in one line.
 *
 * @param currentStep the open step that began last; null when the execution is over
 * @param error the error object ({@code kind}, {@code message}, …) of a failed execution, else null
 */
public record ExecutionStatus(
        long executionId,
        String path,
        int version,
        RunStatus status,
        @Nullable Long parentExecutionId,
        @Nullable String currentStep,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable JsonNode error) {

    /** Whether it ended well. */
    public boolean completed() {
        return status == RunStatus.COMPLETED;
    }

    /** Whether it ended in failure. */
    public boolean failed() {
        return status == RunStatus.FAILED;
    }
}
