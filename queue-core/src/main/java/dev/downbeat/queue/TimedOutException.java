package dev.downbeat.queue;

import java.time.Duration;

/** Thrown where an execution or one of its steps took longer than it may; the task's {@link RetryPolicy} decides on. */
public final class TimedOutException extends QueueException {

    private final long executionId;

    TimedOutException(long executionId, String what, Duration timeout) {
        super("%s took longer than %s: execution=%d. It was interrupted.".formatted(what, timeout, executionId), null);
        this.executionId = executionId;
    }

    public long executionId() {
        return executionId;
    }
}
