package dev.downbeat.queue;

/**
 * What a worker has in hand at one moment.
 *
 * @param slots handlers that may run at once
 * @param running slots in use; a batch uses one
 * @param inFlight executions claimed and not written back: those that run, those that have not started, and those whose
 *     outcomes are on their way
 */
public record WorkerLoad(int slots, int running, int inFlight) {

    /** A worker that has stopped. */
    static final WorkerLoad NONE = new WorkerLoad(0, 0, 0);
}
