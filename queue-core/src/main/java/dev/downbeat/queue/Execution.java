package dev.downbeat.queue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task, as it stood when it was asked for.
 *
 * @param attempt the attempt it is at; the first is 1, failures and crashes count
 * @param runAt when it may run, or might
 * @param startedAt when its present run started, or its last
 * @param workerId the worker that runs it, or ran it last
 * @param parentId the execution that invoked it
 * @param result what its handler returned; null if that was nothing, or if there is none
 * @param error why it failed or was cancelled
 */
public record Execution(
        long id,
        String task,
        String queue,
        ExecutionState state,
        int attempt,
        int priority,
        Instant createdAt,
        Instant runAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Long workerId,
        @Nullable Long parentId,
        @Nullable JsonNode payload,
        @Nullable JsonNode result,
        @Nullable ExecutionError error) {}
