package dev.downbeat.queue;

/** Thrown where the outcome of an execution is wanted that was cancelled: to those who wait for it, and in its handler. */
public final class ExecutionCancelledException extends QueueException {

    private final long executionId;

    ExecutionCancelledException(long executionId, String reason) {
        super("The execution was cancelled: execution=%d, reason=%s".formatted(executionId, reason), null);
        this.executionId = executionId;
    }

    public long executionId() {
        return executionId;
    }
}
