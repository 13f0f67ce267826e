package dev.downbeat.queue;

import dev.downbeat.queue.internal.DedupeKeys;
import dev.downbeat.queue.internal.NewExecution;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns requests into executions on a connection whose transaction is somebody else's. */
final class Enqueuer {

    // More in one statement is no faster, and costs memory on both sides.
    private static final int CHUNK = 5_000;

    private final Installation installation;

    Enqueuer(Installation installation) {
        this.installation = installation;
    }

    /**
     * What was enqueued.
     *
     * @param queues on which something became ready
     */
    record Result(List<Enqueued> enqueued, Set<Integer> queues) {}

    /** One request, encoded. */
    record Prepared(NewExecution execution, @Nullable String key, DedupePolicy policy, String task) {

        DedupeKeys.Key dedupeKey() {
            if (key == null) {
                throw new IllegalStateException("no dedupe key: task=" + task);
            }
            return new DedupeKeys.Key(execution.taskId(), key);
        }
    }

    /** Checks and encodes the requests, before anything is sent. */
    List<Prepared> prepare(Collection<? extends Enqueue<?>> requests) {
        var prepared = new ArrayList<Prepared>(requests.size());
        for (Enqueue<?> request : requests) {
            prepared.add(prepare(request));
        }
        return prepared;
    }

    private <P extends @Nullable Object> Prepared prepare(Enqueue<P> request) {
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
                payload);
        return new Prepared(execution, request.dedupeKey(), request.dedupePolicy(), task.name());
    }

    /** Enqueues what was prepared, and notifies. */
    Result enqueue(Connection connection, List<Prepared> requests) throws SQLException {
        boolean keyed = requests.stream().anyMatch(request -> request.key() != null);
        List<Enqueued> enqueued = keyed ? enqueueKeyed(connection, requests) : insertPlain(connection, requests);
        var queues = new TreeSet<Integer>();
        for (Prepared request : requests) {
            if (request.execution().delayMicros() == null) {
                queues.add(request.execution().queueId());
            }
        }
        installation.statements().notifier().ready(connection, queues);
        return new Result(enqueued, queues);
    }

    private List<Enqueued> insertPlain(Connection connection, List<Prepared> requests) throws SQLException {
        return insert(connection, requests.stream().map(Prepared::execution).toList());
    }

    private List<Enqueued> insert(Connection connection, List<NewExecution> executions) throws SQLException {
        var created = new ArrayList<Enqueued>(executions.size());
        for (int from = 0; from < executions.size(); from += CHUNK) {
            List<NewExecution> chunk = executions.subList(from, Math.min(from + CHUNK, executions.size()));
            for (long id : installation.statements().insert().execute(connection, chunk)) {
                created.add(new Enqueued(id, Enqueued.Outcome.CREATED));
            }
        }
        return created;
    }

    private List<Enqueued> enqueueKeyed(Connection connection, List<Prepared> requests) throws SQLException {
        Map<DedupeKeys.Key, DedupeKeys.Holder> holders = take(connection, requests);
        List<Enqueued> answers = new ArrayList<>(requests.size());
        // What is new, by its key: a later request of the same call meets it as if it were stored.
        Map<DedupeKeys.Key, NewExecution> fresh = new HashMap<>();
        for (Prepared request : requests) {
            answers.add(
                    request.key() == null
                            ? insert(connection, List.of(request.execution())).getFirst()
                            : enqueueKeyed(connection, request, holders, fresh));
        }
        insert(connection, List.copyOf(fresh.values()));
        return answers;
    }

    private Map<DedupeKeys.Key, DedupeKeys.Holder> take(Connection connection, List<Prepared> requests)
            throws SQLException {
        var keys = new LinkedHashSet<DedupeKeys.Key>();
        for (Prepared request : requests) {
            if (request.key() != null) {
                keys.add(request.dedupeKey());
            }
        }
        return installation.statements().dedupeKeys().take(connection, List.copyOf(keys));
    }

    private Enqueued enqueueKeyed(
            Connection connection,
            Prepared request,
            Map<DedupeKeys.Key, DedupeKeys.Holder> holders,
            Map<DedupeKeys.Key, NewExecution> fresh)
            throws SQLException {
        DedupeKeys.Key key = request.dedupeKey();
        DedupeKeys.Holder holder = holders.get(key);
        if (holder == null) {
            throw new IllegalStateException("no holder: key=" + key);
        }
        long id = holder.executionId();
        if (holder.taken() && fresh.putIfAbsent(key, withId(request.execution(), id)) == null) {
            return new Enqueued(id, Enqueued.Outcome.CREATED);
        }
        return switch (request.policy()) {
            case SKIP -> new Enqueued(id, Enqueued.Outcome.SKIPPED);
            case ERROR -> throw new DuplicateExecutionException(request.task(), key.key(), id);
            case REPLACE ->
                new Enqueued(
                        id,
                        replace(connection, request, holder, fresh)
                                ? Enqueued.Outcome.REPLACED
                                : Enqueued.Outcome.SKIPPED);
        };
    }

    private boolean replace(
            Connection connection, Prepared request, DedupeKeys.Holder holder, Map<DedupeKeys.Key, NewExecution> fresh)
            throws SQLException {
        if (holder.taken()) {
            fresh.put(request.dedupeKey(), withId(request.execution(), holder.executionId()));
            return true;
        }
        return installation.statements().dedupeKeys().replace(connection, holder.executionId(), request.execution());
    }

    private static NewExecution withId(NewExecution execution, long id) {
        return new NewExecution(
                id,
                execution.taskId(),
                execution.queueId(),
                execution.priority(),
                execution.delayMicros(),
                execution.runAt(),
                execution.payload());
    }
}
