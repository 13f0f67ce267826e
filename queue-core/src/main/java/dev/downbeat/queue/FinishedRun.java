package dev.downbeat.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One run of an execution that has ended, as a {@link WorkerObserver} is told of it.
 *
 * @param task its name
 * @param execution its id
 * @param attempt the first is 1
 * @param end what becomes of the execution, as its worker decided; a result that comes too late changes nothing, see
 *     {@link WorkerObserver#flushed}
 * @param waited from when it was due, by the database's clock, to its handler's start; of first runs only, and of at most
 *     50 in one claim, null otherwise
 * @param ran how long the handler ran; for a batch, the whole batch
 */
public record FinishedRun(
        String task,
        long execution,
        int attempt,
        End end,
        @Nullable Duration waited,
        Duration ran) {

    /** What becomes of an execution after a run. */
    public enum End {
        /** Done. */
        COMPLETED,
        /** Failed, and to be tried again. */
        RETRIED,
        /** Failed for good. */
        FAILED,
        /** Cancelled while it ran. */
        CANCELLED,
        /** Waits for a time, for its children or for an event, and goes on later. */
        WAITING,
        /** Given back by a worker that stops; no attempt is burned. */
        RELEASED,
        /** The lease was lost meanwhile: the execution is others', this run counts for nothing. */
        LOST
    }
}
