package dev.downbeat.queue;

import java.time.Duration;

/** Thrown when an execution has no outcome within the time its caller would wait; it goes on. */
public final class ResultTimeoutException extends QueueException {

    ResultTimeoutException(long executionId, ExecutionState state, Duration timeout) {
        super(
                "No outcome yet: execution=%d, state=%s, waited=%s. It goes on; ask again later."
                        .formatted(executionId, state, timeout),
                null);
    }
}
