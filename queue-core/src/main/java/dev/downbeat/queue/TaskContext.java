package dev.downbeat.queue;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.StepSave;
import dev.downbeat.queue.internal.StoredStep;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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

    private final ExecutionRun run;
    private final Claimed claimed;
    private final RunSteps steps;

    TaskContext(ExecutionRun run) {
        this.run = run;
        this.claimed = run.claimed();
        this.steps = new RunSteps(claimed);
    }

    public long executionId() {
        return claimed.id();
    }

    /** The attempt this is; the first is 1, failures and crashes count. */
    public int attempt() {
        return claimed.attempt();
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
        return step(name, Json.<T>codec(type), work);
    }

    /** Runs a step with a result of a generic type, see {@link #step(String, Class, Callable)}. */
    public <T extends @Nullable Object> T step(String name, TypeReference<T> type, Callable<T> work) throws Exception {
        return step(name, Json.<T>codec(type.getType()), work);
    }

    /**
     * Runs a step that is interrupted when it takes too long, see {@link #step(String, Class, Callable)}.
     *
     * @throws TimedOutException if it did; the handler may catch it and go on
     */
    public <T extends @Nullable Object> T step(String name, Class<T> type, Duration timeout, Callable<T> work)
            throws Exception {
        return step(name, Json.<T>codec(type), () -> inTime(name, timeout, work));
    }

    /** Runs a step with a result of a generic type and a timeout, see {@link #step(String, Class, Duration, Callable)}. */
    public <T extends @Nullable Object> T step(String name, TypeReference<T> type, Duration timeout, Callable<T> work)
            throws Exception {
        return step(name, Json.<T>codec(type.getType()), () -> inTime(name, timeout, work));
    }

    private <T extends @Nullable Object> T inTime(String name, Duration timeout, Callable<T> work) throws Exception {
        try {
            return Deadline.within(timeout, claimed.id(), "Step " + name, work);
        } finally {
            if (cancelled()) {
                // The step's end must not swallow the interrupt that the whole run was sent meanwhile.
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Frees the slot until the time has passed, by the database's clock; survives restarts. */
    public void sleep(String name, Duration duration) {
        StoredStep stored = steps.take(name, StoredStep.Kind.SLEEP);
        if (stored == null) {
            throw steps.park(new Outcome.Slept(name, Math.max(0, duration.toNanos() / 1_000)));
        }
        if (stored.sleepLeftMicros() > 0) {
            throw steps.park(new Outcome.Slept(name, stored.sleepLeftMicros()));
        }
    }

    /**
     * Runs another task as a child and waits for its result without holding the slot.
     *
     * @throws ChildFailedException if the child failed for good
     * @throws ChildCancelledException if the child was cancelled
     */
    public <P extends @Nullable Object, R extends @Nullable Object> R invoke(String name, Task<P, R> task, P payload) {
        return invokeEach(List.of(name), task, Collections.singletonList(payload), null)
                .getFirst();
    }

    /**
     * Runs another task as a child and waits for its result, but not longer than the timeout.
     *
     * @throws ChildTimedOutException if the child had no outcome in time
     */
    public <P extends @Nullable Object, R extends @Nullable Object> R invoke(
            String name, Task<P, R> task, P payload, Duration timeout) {
        return invokeEach(List.of(name), task, Collections.singletonList(payload), timeout)
                .getFirst();
    }

    /**
     * Runs one child for each payload and waits for all; results in the order of the payloads.
     *
     * @throws ChildFailedException for the first that failed, after all have their outcome
     */
    public <P extends @Nullable Object, R extends @Nullable Object> List<R> invokeAll(
            String name, Task<P, R> task, List<P> payloads) {
        List<String> names = IntStream.range(0, payloads.size())
                .mapToObj(nr -> name + "[" + nr + "]")
                .toList();
        return invokeEach(names, task, payloads, null);
    }

    /**
     * Enqueues another execution once for this one, however often it runs, and does not wait for it: the new execution and
     * the step that remembers it are one transaction. It exists when this returns.
     *
     * @param name of the step: unique in the execution; 1 to 500 characters
     * @return what the request came to when it was made
     * @throws LeaseLostException if the execution was taken over; nothing is enqueued then
     */
    public Enqueued enqueue(String name, Enqueue<?> request) {
        StoredStep stored = steps.take(name, StoredStep.Kind.STEP);
        if (stored != null) {
            return EnqueueSteps.remembered(name, stored.result());
        }
        checkpoint();
        steps.storing();
        return EnqueueSteps.enqueueOnce(run.services().installation(), claimed, name, request)
                .orElseThrow(steps::leaseLost);
    }

    /**
     * Emits an event once for this execution, however often it runs: the event and the step that remembers it are one
     * transaction. It exists when this returns.
     *
     * @param name of the step: unique in the execution; 1 to 500 characters
     * @param key whose event it is; may be empty, at most 250 characters
     * @throws LeaseLostException if the execution was taken over; nothing is emitted then
     */
    public <P extends @Nullable Object> void emit(String name, Event<P> event, String key, P payload) {
        if (steps.take(name, StoredStep.Kind.STEP) == null) {
            checkpoint();
            steps.storing();
            if (!EventSteps.emitOnce(run.services().installation(), claimed, name, event, key, payload)) {
                throw steps.leaseLost();
            }
        }
    }

    /** Emits an event without a key once for this execution, see {@link #emit(String, Event, String, Object)}. */
    public <P extends @Nullable Object> void emit(Event<P> event, P payload) {
        emit("emit " + event.name(), event, "", payload);
    }

    /** Waits for an event without a key, see {@link #waitFor(Event, String, Duration)}. */
    public <P extends @Nullable Object> P waitFor(Event<P> event, Duration timeout) {
        return waitFor(event, "", timeout);
    }

    /**
     * Waits for an event without holding the slot: the earliest of this name and key since the execution was created that
     * has not answered one of its waits before. It may have come before the wait.
     *
     * @param key whose event; may be empty, at most 250 characters
     * @param timeout from 0 to 36 500 days
     * @throws EventTimedOutException if it has not come in time
     */
    public <P extends @Nullable Object> P waitFor(Event<P> event, String key, Duration timeout) {
        return waitFor(EventSteps.name(event, key), event, key, timeout);
    }

    /**
     * Waits for an event under a step's name of its own: for the second wait for the same event and key.
     *
     * @param name unique in the execution; 1 to 500 characters
     */
    public <P extends @Nullable Object> P waitFor(String name, Event<P> event, String key, Duration timeout) {
        Names.checkEventKey(key);
        StoredStep stored = steps.take(name, StoredStep.Kind.EVENT);
        if (stored == null || stored.end() == StoredStep.End.PENDING) {
            checkpoint();
            throw steps.park(new Outcome.Awaited(name, event.name(), key, EventSteps.micros(timeout)));
        }
        if (stored.end() != StoredStep.End.COMPLETED) {
            throw new EventTimedOutException(claimed.id(), event.name(), key);
        }
        return event.decode(stored.result());
    }

    /** Tells whether somebody wants this execution to end: it was cancelled, its worker stops, or its lease is lost. */
    public boolean cancelled() {
        return run.interruption() != null;
    }

    /**
     * Ends the handler here if {@link #cancelled}; for loops that do not block.
     *
     * @throws ExecutionCancelledException if so
     */
    public void checkpoint() {
        Interruption interruption = run.interruption();
        if (interruption != null) {
            throw new ExecutionCancelledException(claimed.id(), interruption.reason());
        }
    }

    /** A logger named for the task. */
    public Logger log() {
        return run.binding().log();
    }

    /**
     * Records the completion of this execution and the caller's SQL in one transaction: both or neither. Once, as the
     * handler's last act; what the handler returns afterwards is ignored.
     *
     * @throws LeaseLostException if the execution was taken over; everything is rolled back
     * @throws Exception what the work threw; everything is rolled back
     */
    public <T extends @Nullable Object> T complete(@Nullable Object result, TransactionWork<T> work) throws Exception {
        steps.unlessEnded();
        String json = run.binding().encodeUntyped(result);
        return new Completion(run.services().installation(), claimed, steps).record(json, work);
    }

    private <T extends @Nullable Object> T step(String name, Codec<T> codec, Callable<T> work) throws Exception {
        StoredStep stored = steps.take(name, StoredStep.Kind.STEP);
        if (stored != null) {
            return codec.decode("The stored step " + name, stored.result());
        }
        checkpoint();
        T value = work.call();
        String json = codec.encode("The result of step " + name, value);
        steps.storing();
        StepSave.Saved saved = run.services().steps().save(claimed, name, json == null ? "null" : json);
        return switch (saved) {
            case StepSave.Saved.Stored done -> value;
            case StepSave.Saved.Earlier earlier -> codec.decode("The stored step " + name, earlier.result());
            case StepSave.Saved.LeaseLost lost -> throw steps.leaseLost();
        };
    }

    private <P extends @Nullable Object, R extends @Nullable Object> List<R> invokeEach(
            List<String> names, Task<P, R> task, List<P> payloads, @Nullable Duration timeout) {
        return new ChildSteps(this, run, steps).invokeEach(names, task, payloads, timeout);
    }

    RunSteps steps() {
        return steps;
    }
}
