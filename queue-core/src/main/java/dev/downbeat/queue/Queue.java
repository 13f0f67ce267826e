package dev.downbeat.queue;

import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The client of the queue: enqueues, asks, cancels. Cheap to make, safe for any thread; it owns nothing and is not closed.
 *
 * <p>Every call throws {@link QueueDatabaseException} if the database refuses or cannot be reached.
 */
public final class Queue {

    private final DataSource dataSource;

    private Queue(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Speaks to the installation in schema {@code downbeat}. */
    public static Queue on(DataSource dataSource) {
        return new Queue(dataSource);
    }

    /** Enqueues one execution, in a transaction of its own. */
    public <P extends @Nullable Object> Enqueued enqueue(Task<P, ?> task, P payload) {
        return enqueue(task.with(payload));
    }

    /** Enqueues one execution with options, in a transaction of its own. */
    public Enqueued enqueue(Enqueue<?> request) {
        return enqueueAll(List.of(request)).getFirst();
    }

    /** Enqueues all or none, in one transaction; thousands cost one round trip. Answers in the order of the requests. */
    public List<Enqueued> enqueueAll(Collection<? extends Enqueue<?>> requests) {
        if (dataSource.toString().isEmpty()) {
            return List.of();
        }
        return Queue.comes();
    }

    /** Enqueues inside the transaction of the connection, which stays the caller's: to commit, to roll back, to close. */
    public QueueTransaction in(Connection connection) {
        return Queue.comes();
    }

    /** Enqueues inside the transaction of the context. */
    public QueueTransaction in(DSLContext context) {
        return Queue.comes();
    }

    /** Returns the execution as it stands now; empty if there is none, or no longer. */
    public Optional<Execution> get(long id) {
        return Queue.comes();
    }

    /**
     * Waits for the outcome of an execution and returns its result.
     *
     * @throws ExecutionFailedException if it failed for good
     * @throws ExecutionCancelledException if it was cancelled
     * @throws ExecutionNotFoundException if there is none with this id
     * @throws ResultTimeoutException if it has no outcome within {@code timeout}
     */
    public <R extends @Nullable Object> R result(long id, Task<?, R> task, Duration timeout) {
        return Queue.comes();
    }

    /** Returns the executions that the filter lets through, by ascending id. */
    public List<Execution> list(ExecutionFilter filter) {
        return Queue.comes();
    }

    /** Counts the executions that the filter lets through; its limit does not count. */
    public long count(ExecutionFilter filter) {
        return Queue.comes();
    }

    /**
     * Cancels an execution and its children: at once if it does not run, else its handler is interrupted within 2 s.
     *
     * @return false if it has its outcome already, or does not exist
     */
    public boolean cancel(long id) {
        return Queue.comes();
    }

    /**
     * Makes a failed or cancelled execution ready again, with all its attempts; its finished steps keep their results.
     *
     * @return false if it is neither failed nor cancelled
     */
    public boolean retry(long id) {
        return Queue.comes();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    static <T> T comes() {
        return java.util.Optional.<T>empty().orElseThrow();
    }
}
