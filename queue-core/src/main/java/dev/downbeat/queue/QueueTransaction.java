package dev.downbeat.queue;

import java.sql.Connection;
import java.util.Collection;
import java.util.List;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The queue inside a transaction that somebody else ends: what is enqueued here exists if that transaction commits.
 *
 * <p>For one thread, as its connection is.
 */
public final class QueueTransaction {

    private final Connection connection;

    QueueTransaction(Connection connection) {
        this.connection = connection;
    }

    /** The connection of the transaction. */
    public Connection connection() {
        return connection;
    }

    /** jOOQ on the connection of the transaction. */
    public DSLContext sql() {
        return Queue.comes();
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
        return Queue.comes();
    }

    /** Cancels as {@link Queue#cancel} does. */
    public boolean cancel(long id) {
        return Queue.comes();
    }
}
