package dev.downbeat.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an execution that failed.
 *
 * @param workerId the worker that ran it; null if none did
 * @param stack the stack trace, cut at 20 000 characters; null if nothing was thrown
 */
public record Failure(
        int attempt,
        @Nullable Long workerId,
        Instant failedAt,
        ExecutionError error,
        @Nullable String stack) {}
