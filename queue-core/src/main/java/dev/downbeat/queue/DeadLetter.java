package dev.downbeat.queue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An execution that failed for good, with every failure on the way, oldest first. */
public record DeadLetter(Execution execution, List<Failure> failures) {

    public DeadLetter {
        failures = List.copyOf(failures);
    }

    /**
     * One attempt that failed.
     *
     * @param workerId the worker that ran it; null if none did
     * @param stack the stack trace; null if nothing was thrown
     */
    public record Failure(
            int attempt,
            @Nullable Long workerId,
            Instant failedAt,
            ExecutionError error,
            @Nullable String stack) {}
}
