package dev.downbeat.playbook.run;

import dev.downbeat.playbook.event.Event;
import dev.downbeat.playbook.event.EventLog;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.queue.Enqueue;
import dev.downbeat.queue.Enqueued;
import dev.downbeat.queue.QueueTransaction;
import dev.downbeat.queue.TaskContext;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that records a command's own outcome, and in which all that follows from it is written: by {@link
 * VisitWrites}, {@link LoopWrites}, {@link CallWrites} and {@link RunWrites}. What they report is appended at its end.
 *
 * <p>Locking. Everything about one execution is read and written under the lock of its row, so two workers that finish
 * the last two items in the same millisecond come one after the other, and the second sees the first. A transaction
 * takes at most a chain of locks from a child up to its parents, never downwards; so there is no deadlock. Whoever must
 * go downwards (cancel) does it in transactions of their own.
 */
final class RunTransaction {
    private final Engine engine;
    private final QueueTransaction queue;
    private final Connection connection;
    private final List<Event> events = new ArrayList<>();

    /** Joins a transaction; {@link #finish} is the caller's to call. */
    RunTransaction(Engine engine, QueueTransaction queue) {
        this.engine = engine;
        this.queue = queue;
        this.connection = queue.connection();
    }

    /** What is written with the outcome of a command. */
    @FunctionalInterface
    interface Writes<T extends @Nullable Object> {
        T to(RunTransaction transaction) throws Exception;
    }

    /**
     * Completes a command, and writes in the same transaction what follows from it, the events last. Values that are read
     * meanwhile are read on its connection.
     */
    static <T extends @Nullable Object> T complete(Engine engine, TaskContext context, Writes<T> writes)
            throws Exception {
        return context.complete(
                null,
                queue -> engine.connections().lend(queue.connection(), () -> {
                    RunTransaction transaction = new RunTransaction(engine, queue);
                    T answer = writes.to(transaction);
                    transaction.finish();
                    return answer;
                }));
    }

    /** Writes the events; the last act. */
    void finish() {
        EventLog.append(connection, events);
    }

    /** Adds to the events. */
    void report(Event event) {
        events.add(event);
    }

    /** Adds to the events. */
    void report(List<Event> more) {
        events.addAll(more);
    }

    Engine engine() {
        return engine;
    }

    Connection connection() {
        return connection;
    }

    QueueTransaction queue() {
        return queue;
    }

    /** Holds the execution, if it still runs. */
    Optional<Locked> lock(long executionId) {
        return RunRows.lock(connection, executionId).filter(run -> !run.status().terminal());
    }

    /** Enqueues commands; returns their ids in the same order. */
    List<Long> enqueue(List<Enqueue<StepCommand>> commands) {
        return commands.isEmpty()
                ? List.of()
                : queue.enqueueAll(commands).stream().map(Enqueued::id).toList();
    }

    /** Returns what a column holds of a value; a large one is written beside. */
    JSONB stored(long executionId, Packed packed) {
        return Results.write(connection, executionId, packed);
    }

    /** Returns what a column holds of a value, if there is one. */
    @Nullable
    JSONB storedIfAny(long executionId, @Nullable Packed packed) {
        return packed == null ? null : stored(executionId, packed);
    }

    /** Returns what is laid over the execution's variables; null for no change. */
    @Nullable
    JSONB patch(long executionId, Map<String, Packed> changes) {
        if (changes.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder();
        changes.forEach((key, value) -> json.append(json.isEmpty() ? "{" : ",")
                .append(RowJson.text(key))
                .append(':')
                .append(stored(executionId, value).data()));
        return JSONB.jsonb(json.append('}').toString());
    }
}
