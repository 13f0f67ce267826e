package dev.downbeat.queue;

/** Thrown when a worker cannot start; nothing of it is left running. */
public final class WorkerStartException extends QueueException {

    WorkerStartException(String worker, Throwable cause) {
        super("The worker did not start: worker=%s: %s".formatted(worker, cause.getMessage()), cause);
    }
}
