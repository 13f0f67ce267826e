package dev.downbeat.queue;

/** Thrown when an execution is asked for that does not exist, or no longer. */
public final class ExecutionNotFoundException extends QueueException {

    ExecutionNotFoundException(long executionId) {
        super("There is no such execution: execution=%d".formatted(executionId), null);
    }
}
