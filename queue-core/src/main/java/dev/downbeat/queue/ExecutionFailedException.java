package dev.downbeat.queue;

/** Thrown where the result of an execution is wanted that failed for good. */
public final class ExecutionFailedException extends QueueException {

    private final long executionId;
    private final ExecutionError error;

    ExecutionFailedException(long executionId, ExecutionError error) {
        super("The execution failed: execution=%d, %s: %s".formatted(executionId, error.type(), error.message()), null);
        this.executionId = executionId;
        this.error = error;
    }

    public long executionId() {
        return executionId;
    }

    public ExecutionError error() {
        return error;
    }
}
