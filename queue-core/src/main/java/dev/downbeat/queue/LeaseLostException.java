package dev.downbeat.queue;

/** Thrown when a worker works on an execution that it no longer holds. */
public final class LeaseLostException extends QueueException {

    private final long executionId;

    LeaseLostException(long executionId, int attempt, long workerId) {
        super(
                "Lease lost: execution=%d, attempt=%d, worker=%d. The execution was taken over; what this attempt did now was discarded."
                        .formatted(executionId, attempt, workerId),
                null);
        this.executionId = executionId;
    }

    public long executionId() {
        return executionId;
    }
}
