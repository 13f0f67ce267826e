package dev.downbeat.queue;

import dev.downbeat.queue.internal.Emit;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The queue inside a transaction that somebody else ends: what is enqueued here exists if that transaction commits.
 *
 * <p>For one thread, as its connection is.
 */
public final class QueueTransaction {

    private final Installation installation;
    private final Connection connection;
    private final Set<Integer> queues = new TreeSet<>();

    QueueTransaction(Installation installation, Connection connection) {
        this.installation = installation;
        this.connection = connection;
    }

    /** The connection of the transaction. */
    public Connection connection() {
        return connection;
    }

    /** jOOQ on the connection of the transaction. */
    public DSLContext sql() {
        return installation.schema().jooq(connection);
    }

    /** Enqueues one execution. */
    public <P extends @Nullable Object> Enqueued enqueue(Task<P, ?> task, P payload) {
        return enqueue(task.with(payload));
    }

    /** Enqueues one execution with options. */
    public Enqueued enqueue(Enqueue<?> request) {
        return enqueueAll(List.of(request)).getFirst();
    }

    /** Enqueues many with one round trip. Answers in the order of the requests. */
    public List<Enqueued> enqueueAll(Collection<? extends Enqueue<?>> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        var enqueuer = new Enqueuer(installation);
        return installation.traces().enqueuing(Traces.task(requests), requests.size(), trace -> {
            List<Enqueuer.Prepared> prepared = enqueuer.prepare(requests, trace);
            Enqueuer.Result result = Installation.run("Enqueuing", () -> enqueuer.enqueue(connection, prepared));
            queues.addAll(result.queues());
            return result.enqueued();
        });
    }

    /** Emits an event: who subscribed to it has an execution, and who waits for it an answer, once this transaction commits. */
    public <P extends @Nullable Object> Emitted emit(Event<P> event, P payload) {
        return emit(event, "", payload);
    }

    /**
     * Emits an event for those who wait for it under this key, and for all who subscribed.
     *
     * @param key at most 250 characters
     */
    public <P extends @Nullable Object> Emitted emit(Event<P> event, String key, P payload) {
        Names.checkEventKey(key);
        @Nullable String json = event.encode(payload);
        Emit emit = installation.statements().emit();
        Emit.Emission emission = installation
                .traces()
                .emitting(
                        event.name(),
                        trace -> Installation.run(
                                "Emitting", () -> emit.execute(connection, event.name(), key, json, trace)));
        queues.addAll(emission.queues());
        return new Emitted(emission.eventId(), emission.executions());
    }

    /** Cancels as {@link Queue#cancel} does. */
    public boolean cancel(long id) {
        var cancelled = Installation.run(
                "Cancelling",
                () -> installation
                        .statements()
                        .cancel()
                        .execute(connection, id, Queue.CANCELLED_BY_CALLER, Queue.CANCELLED_ERROR));
        queues.addAll(cancelled.woken());
        return cancelled.found();
    }

    /** The queues on which something became ready, once the transaction commits. */
    Set<Integer> queues() {
        return queues;
    }
}
