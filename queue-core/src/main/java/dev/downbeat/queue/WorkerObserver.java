package dev.downbeat.queue;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Told what a worker does, for meters and logs; each method does nothing by default.
 *
 * <p>{@link #ran} is called on the handlers' threads, before their slots are free again, many at once; all others once for a
 * batch or less, on the worker's own threads. So be quick, and safe for any thread. What an observer throws is logged and
 * changes nothing else. A worker without an observer measures nothing.
 */
public interface WorkerObserver {

    /**
     * The worker has taken its lease and is about to claim.
     *
     * @param load tells what it has in hand at the moment of the call; cheap, safe for any thread, at any time
     */
    default void opened(Supplier<WorkerLoad> load) {}

    /**
     * A claim was answered.
     *
     * @param executions how many it took; 0 if nothing was there
     * @param took from the call to the answer
     */
    default void claimed(int executions, Duration took) {}

    /** A run has ended, and what becomes of its execution is on its way to the database. */
    default void ran(FinishedRun run) {}

    /**
     * Outcomes were written.
     *
     * @param outcomes how many were sent
     * @param stale how many of them changed nothing, because the worker no longer held their executions
     * @param took from the call to the answer; of the last attempt, if the first failed
     */
    default void flushed(int outcomes, int stale, Duration took) {}

    /**
     * The worker's lease ended before it was renewed; others may run its executions.
     *
     * @param executions how many it held
     */
    default void leaseLost(int executions) {}

    /** The worker has stopped and written everything back; nothing is told after this. */
    default void stopped() {}
}
