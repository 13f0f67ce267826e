package dev.downbeat.queue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a handler may do beside its own work: durable steps, sleeps, children, and its outcome in a transaction.
 *
 * <p>Sleeps and invokes unwind the handler with an {@link Error} that it must let pass; it is called again when the wait
 * is over, and its finished steps answer from what they stored. Belongs to one call of the handler; steps may be taken
 * from several threads of it.
 */
public final class TaskContext {

    TaskContext() {}

    public long executionId() {
        return Queue.comes();
    }

    /** The attempt this is; the first is 1, failures and crashes count. */
    public int attempt() {
        return Queue.comes();
    }

    /**
     * Runs the work once for this execution: its result is stored durably before this returns, and given back, without
     * running it, in every later attempt.
     *
     * @param name unique in the execution; 1 to 500 characters
     * @throws DuplicateStepException if the name was used before in this attempt
     * @throws LeaseLostException if the execution was taken over
     * @throws Exception what the work threw; nothing is stored then
     */
    public <T extends @Nullable Object> T step(String name, Class<T> type, Callable<T> work) throws Exception {
        return Queue.comes();
    }

    /** Runs a step with a result of a generic type, see {@link #step(String, Class, Callable)}. */
    public <T extends @Nullable Object> T step(String name, TypeReference<T> type, Callable<T> work) throws Exception {
        return Queue.comes();
    }

    /** Frees the slot until the time has passed, by the database's clock; survives restarts. */
    public void sleep(String name, Duration duration) {
        Queue.comes();
    }

    /**
     * Runs another task as a child and waits for its result without holding the slot.
     *
     * @throws ChildFailedException if the child failed for good
     * @throws ChildCancelledException if the child was cancelled
     */
    public <P extends @Nullable Object, R extends @Nullable Object> R invoke(String name, Task<P, R> task, P payload) {
        return Queue.comes();
    }

    /**
     * Runs another task as a child and waits for its result, but not longer than the timeout.
     *
     * @throws ChildTimedOutException if the child had no outcome in time
     */
    public <P extends @Nullable Object, R extends @Nullable Object> R invoke(
            String name, Task<P, R> task, P payload, Duration timeout) {
        return Queue.comes();
    }

    /**
     * Runs one child for each payload and waits for all; results in the order of the payloads.
     *
     * @throws ChildFailedException for the first that failed, after all have their outcome
     */
    public <P extends @Nullable Object, R extends @Nullable Object> List<R> invokeAll(
            String name, Task<P, R> task, List<P> payloads) {
        return Queue.comes();
    }

    /** Tells whether somebody wants this execution to end: it was cancelled, its worker stops, or its lease is lost. */
    public boolean cancelled() {
        return Queue.comes();
    }

    /**
     * Ends the handler here if {@link #cancelled}; for loops that do not block.
     *
     * @throws ExecutionCancelledException if so
     */
    public void checkpoint() {
        Queue.comes();
    }

    /** A logger named for the task. */
    public Logger log() {
        return Queue.comes();
    }

    /**
     * Records the completion of this execution and the caller's SQL in one transaction: both or neither. Once, as the
     * handler's last act; what the handler returns afterwards is ignored.
     *
     * @throws LeaseLostException if the execution was taken over; everything is rolled back
     * @throws Exception what the work threw; everything is rolled back
     */
    public <T extends @Nullable Object> T complete(@Nullable Object result, TransactionWork<T> work) throws Exception {
        return Queue.comes();
    }
}
