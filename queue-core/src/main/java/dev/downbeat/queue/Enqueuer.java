package dev.downbeat.queue;

import dev.downbeat.queue.internal.NewExecution;
import dev.downbeat.queue.internal.StoredTrace;
import dev.downbeat.queue.internal.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns requests into executions on a connection whose transaction is somebody else's. */
final class Enqueuer {

    // More in one statement is no faster, and costs memory on both sides.
    private static final int CHUNK = 5_000;

    private final Installation installation;
    private final KeyedEnqueuer keyed;

    Enqueuer(Installation installation) {
        this.installation = installation;
        this.keyed = new KeyedEnqueuer(installation.statements(), this::insert);
    }

    /**
     * What was enqueued.
     *
     * @param queues on which something became ready
     */
    record Result(List<Enqueued> enqueued, Set<Integer> queues) {}

    /** One request, encoded. */
    record Prepared(NewExecution execution, @Nullable Uniqueness uniqueness, String task) {

        /** Whether it may run at once. */
        boolean isDue() {
            return execution.delayMicros() == null && !(uniqueness instanceof Uniqueness.Debounced);
        }

        /** Whether a row is all that it needs. */
        boolean isPlain() {
            return uniqueness == null && execution.isPlain();
        }

        boolean mayBeRefused() {
            return uniqueness instanceof Uniqueness.Deduped deduped && deduped.policy() == DedupePolicy.ERROR;
        }
    }

    /** Checks and encodes the requests, before anything is sent; all of them carry the trace. */
    List<Prepared> prepare(Collection<? extends Enqueue<?>> requests, @Nullable StoredTrace trace) {
        var prepared = new ArrayList<Prepared>(requests.size());
        for (Enqueue<?> request : requests) {
            prepared.add(prepare(request, trace));
        }
        return prepared;
    }

    private <P extends @Nullable Object> Prepared prepare(Enqueue<P> request, @Nullable StoredTrace trace) {
        Task<P, ?> task = request.task();
        Codec<P> codec = Json.codec(task.payloadType());
        String payload = codec.encodeReadable("The payload of task " + task.name(), request.payload());
        Duration delay = request.delay();
        var execution = new NewExecution(
                null,
                installation.taskId(task),
                installation.queueId(task.queue()),
                request.priority(),
                delay == null ? null : delay.toNanos() / 1_000,
                request.runAt() == null ? null : request.runAt().toString(),
                payload,
                trace);
        return new Prepared(execution, request.uniqueness(), task.name());
    }

    /** Enqueues what was prepared, and notifies, in a transaction of its own; the connection is in auto-commit. */
    Result enqueueAlone(Connection connection, List<Prepared> requests) throws SQLException {
        return isOneStatement(requests)
                ? Transactions.runStatement(connection, () -> enqueue(connection, requests))
                : Transactions.run(connection, () -> enqueue(connection, requests));
    }

    private static boolean isOneStatement(List<Prepared> requests) {
        return requests.size() <= CHUNK && requests.stream().allMatch(Prepared::isPlain);
    }

    /**
     * Enqueues what was prepared, and notifies.
     *
     * @throws DuplicateExecutionException if a key is taken; the transaction is as it was before
     */
    Result enqueue(Connection connection, List<Prepared> requests) throws SQLException {
        if (isOneStatement(requests)) {
            return enqueuePlain(connection, requests);
        }
        List<Enqueued> enqueued = requests.stream().anyMatch(Prepared::mayBeRefused)
                ? allOrNone(connection, requests)
                : add(connection, requests);
        var queues = new TreeSet<Integer>();
        for (Prepared request : requests) {
            if (request.isDue()) {
                queues.add(request.execution().queueId());
            }
        }
        installation.statements().notifier().ready(connection, queues);
        return new Result(enqueued, queues);
    }

    private Result enqueuePlain(Connection connection, List<Prepared> requests) throws SQLException {
        List<NewExecution> executions =
                requests.stream().map(Prepared::execution).toList();
        var queues = new TreeSet<Integer>();
        executions.forEach(execution -> queues.add(execution.queueId()));
        long[] ids = installation.statements().insert().executeAndTell(connection, executions);
        return new Result(created(ids), queues);
    }

    private static List<Enqueued> created(long[] ids) {
        var created = new ArrayList<Enqueued>(ids.length);
        for (long id : ids) {
            created.add(new Enqueued(id, Enqueued.Outcome.CREATED));
        }
        return created;
    }

    private List<Enqueued> allOrNone(Connection connection, List<Prepared> requests) throws SQLException {
        if (connection.getAutoCommit()) {
            return add(connection, requests);
        }
        Savepoint before = connection.setSavepoint();
        try {
            List<Enqueued> enqueued = add(connection, requests);
            connection.releaseSavepoint(before);
            return enqueued;
        } catch (DuplicateExecutionException e) {
            connection.rollback(before);
            throw e;
        }
    }

    private List<Enqueued> add(Connection connection, List<Prepared> requests) throws SQLException {
        return requests.stream().anyMatch(request -> request.uniqueness() != null)
                ? keyed.enqueue(connection, requests)
                : insert(connection, requests.stream().map(Prepared::execution).toList());
    }

    private List<Enqueued> insert(Connection connection, List<NewExecution> executions) throws SQLException {
        var created = new ArrayList<Enqueued>(executions.size());
        for (int from = 0; from < executions.size(); from += CHUNK) {
            List<NewExecution> chunk = executions.subList(from, Math.min(from + CHUNK, executions.size()));
            created.addAll(created(installation.statements().insert().execute(connection, chunk)));
        }
        return created;
    }
}
