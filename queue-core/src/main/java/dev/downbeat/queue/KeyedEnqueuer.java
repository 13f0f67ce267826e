package dev.downbeat.queue;

import dev.downbeat.queue.internal.CarryTrace;
import dev.downbeat.queue.internal.DedupeKeys;
import dev.downbeat.queue.internal.NewExecution;
import dev.downbeat.queue.internal.PutKeyed;
import dev.downbeat.queue.internal.StoredTrace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues requests of which some have keys. Keys that are free with the outcome of their execution are taken set-wise,
 * thousands in a few statements; as soon as one holds for a time, the database decides them one by one.
 */
final class KeyedEnqueuer {

    private final Statements statements;
    private final Insertion insertion;

    /** Adds executions, as {@link Enqueuer} does it. */
    interface Insertion {
        List<Enqueued> insert(Connection connection, List<NewExecution> executions) throws SQLException;
    }

    KeyedEnqueuer(Statements statements, Insertion insertion) {
        this.statements = statements;
        this.insertion = insertion;
    }

    /** Returns one answer for each request, in their order. */
    List<Enqueued> enqueue(Connection connection, List<Enqueuer.Prepared> requests) throws SQLException {
        List<Enqueuer.Prepared> keyed = requests.stream()
                .filter(request -> request.uniqueness() != null)
                .toList();
        List<NewExecution> plain = requests.stream()
                .filter(request -> request.uniqueness() == null)
                .map(Enqueuer.Prepared::execution)
                .toList();
        var keyedAnswers = (keyed.stream().allMatch(KeyedEnqueuer::isFreedWithOutcome)
                        ? takeKeys(connection, keyed)
                        : putOneByOne(connection, keyed))
                .iterator();
        var plainAnswers = insertion.insert(connection, plain).iterator();
        var answers = new ArrayList<Enqueued>(requests.size());
        for (Enqueuer.Prepared request : requests) {
            answers.add(request.uniqueness() == null ? plainAnswers.next() : keyedAnswers.next());
        }
        return answers;
    }

    private static boolean isFreedWithOutcome(Enqueuer.Prepared request) {
        return request.uniqueness() instanceof Uniqueness.Deduped deduped && deduped.period() == null;
    }

    private List<Enqueued> putOneByOne(Connection connection, List<Enqueuer.Prepared> requests) throws SQLException {
        List<PutKeyed.Request> all =
                requests.stream().map(KeyedEnqueuer::request).toList();
        StoredTrace trace = requests.getFirst().execution().trace();
        PutKeyed.Put[] put =
                CarryTrace.with(connection, trace, () -> statements.putKeyed().execute(connection, all));
        var answers = new ArrayList<Enqueued>(requests.size());
        for (int i = 0; i < put.length; i++) {
            answers.add(
                    switch (put[i].outcome()) {
                        case CREATED -> new Enqueued(put[i].id(), Enqueued.Outcome.CREATED);
                        case SKIPPED -> new Enqueued(put[i].id(), Enqueued.Outcome.SKIPPED);
                        case REPLACED -> new Enqueued(put[i].id(), Enqueued.Outcome.REPLACED);
                        case DUPLICATE ->
                            throw new DuplicateExecutionException(
                                    requests.get(i).task(), key(requests.get(i)).key(), put[i].id());
                    });
        }
        return answers;
    }

    private static PutKeyed.Request request(Enqueuer.Prepared request) {
        NewExecution execution = request.execution();
        return switch (key(request)) {
            case Uniqueness.Deduped unique ->
                new PutKeyed.Request(
                        execution,
                        PutKeyed.Kind.UNIQUE,
                        unique.key(),
                        unique.policy().name().toLowerCase(Locale.ROOT),
                        micros(unique.period()),
                        null);
            case Uniqueness.Throttled throttled ->
                new PutKeyed.Request(
                        execution, PutKeyed.Kind.THROTTLE, throttled.key(), "skip", micros(throttled.period()), null);
            case Uniqueness.Debounced debounced ->
                new PutKeyed.Request(
                        execution,
                        PutKeyed.Kind.DEBOUNCE,
                        debounced.key(),
                        "replace",
                        micros(debounced.quiet()),
                        micros(debounced.maxWait()));
        };
    }

    private static @Nullable Long micros(@Nullable Duration duration) {
        return duration == null ? null : Math.addExact(duration.getSeconds() * 1_000_000, duration.getNano() / 1_000);
    }

    private static Uniqueness key(Enqueuer.Prepared request) {
        Uniqueness uniqueness = request.uniqueness();
        if (uniqueness == null) {
            throw new IllegalStateException("no key: task=" + request.task());
        }
        return uniqueness;
    }

    private List<Enqueued> takeKeys(Connection connection, List<Enqueuer.Prepared> requests) throws SQLException {
        var keys = new LinkedHashSet<DedupeKeys.Key>();
        requests.forEach(request -> keys.add(dedupeKey(request)));
        Map<DedupeKeys.Key, DedupeKeys.Holder> holders = statements.dedupeKeys().take(connection, List.copyOf(keys));
        List<Enqueued> answers = new ArrayList<>(requests.size());
        // What is new, by its key: a later request of the same call meets it as if it were stored.
        Map<DedupeKeys.Key, NewExecution> fresh = new HashMap<>();
        for (Enqueuer.Prepared request : requests) {
            answers.add(take(connection, request, holders, fresh));
        }
        insertion.insert(connection, List.copyOf(fresh.values()));
        return answers;
    }

    private static DedupeKeys.Key dedupeKey(Enqueuer.Prepared request) {
        return new DedupeKeys.Key(request.execution().taskId(), key(request).key());
    }

    private Enqueued take(
            Connection connection,
            Enqueuer.Prepared request,
            Map<DedupeKeys.Key, DedupeKeys.Holder> holders,
            Map<DedupeKeys.Key, NewExecution> fresh)
            throws SQLException {
        DedupeKeys.Key key = dedupeKey(request);
        DedupeKeys.Holder holder = holders.get(key);
        if (holder == null || !(request.uniqueness() instanceof Uniqueness.Deduped deduped)) {
            throw new IllegalStateException("no holder: key=" + key);
        }
        long id = holder.executionId();
        if (holder.taken() && fresh.putIfAbsent(key, withId(request.execution(), id)) == null) {
            return new Enqueued(id, Enqueued.Outcome.CREATED);
        }
        return switch (deduped.policy()) {
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
            Connection connection,
            Enqueuer.Prepared request,
            DedupeKeys.Holder holder,
            Map<DedupeKeys.Key, NewExecution> fresh)
            throws SQLException {
        if (holder.taken()) {
            fresh.put(dedupeKey(request), withId(request.execution(), holder.executionId()));
            return true;
        }
        return statements.dedupeKeys().replace(connection, holder.executionId(), request.execution());
    }

    private static NewExecution withId(NewExecution execution, long id) {
        return new NewExecution(
                id,
                execution.taskId(),
                execution.queueId(),
                execution.priority(),
                execution.delayMicros(),
                execution.runAt(),
                execution.payload(),
                execution.trace());
    }
}
