package dev.downbeat.queue;

/** Thrown by an enqueue under {@link DedupePolicy#ERROR} while an execution holds the key. */
public final class DuplicateExecutionException extends QueueException {

    private final long executionId;

    DuplicateExecutionException(String task, String key, long executionId) {
        super(
                "The key is taken by an execution: task=%s, key=%s, execution=%d. Nothing was enqueued."
                        .formatted(task, key, executionId),
                null);
        this.executionId = executionId;
    }

    /** The execution that holds the key. */
    public long executionId() {
        return executionId;
    }
}
