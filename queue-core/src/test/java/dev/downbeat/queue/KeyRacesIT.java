package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Enqueued.Outcome;
import dev.downbeat.schema.testing.Await;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Two who want the same key, and one who claims while a key is decided. */
class KeyRacesIT extends KeysTestBase {

    @Test
    void decidesASecondEnqueuerWhenTheFirstHasCommitted() throws Exception {
        for (Enqueue<Integer> request : keyed()) {
            Future<Enqueued> second = startedBeside(request, Connection::commit);

            assertThat(second.get().outcome()).isNotEqualTo(Outcome.CREATED);
        }
    }

    @Test
    void letsASecondEnqueuerTakeWhatTheFirstGaveUp() throws Exception {
        for (Enqueue<Integer> request : keyed()) {
            Future<Enqueued> second = startedBeside(request, Connection::rollback);

            assertThat(second.get().outcome()).isEqualTo(Outcome.CREATED);
        }
    }

    private static List<Enqueue<Integer>> keyed() {
        return List.of(
                throttled(1),
                debounced(1),
                uniqueForAPeriod(1, DedupePolicy.SKIP),
                TASK.with(1).dedupeKey("free with the outcome", DedupePolicy.SKIP));
    }

    private interface End {
        void of(Connection connection) throws Exception;
    }

    /** Enqueues in an open transaction, lets somebody else begin the same, and ends the transaction once he waits. */
    private Future<Enqueued> startedBeside(Enqueue<Integer> request, End end) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                var others = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setAutoCommit(false);
            assertThat(queue.in(connection).enqueue(request).outcome()).isEqualTo(Outcome.CREATED);
            Future<Enqueued> second = others.submit(() -> queue.enqueue(request));
            Await.until(
                    "the second waits",
                    () -> number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and datname = current_database()")
                            == 1);
            end.of(connection);
            connection.setAutoCommit(true);
            return second;
        }
    }

    @Test
    void createsOneExecutionForManyEnqueuersAtOnce() throws Exception {
        int callers = 8;
        var together = new CyclicBarrier(callers);
        List<Callable<List<Enqueued>>> calls = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            int nr = caller;
            calls.add(() -> {
                together.await();
                // Keys in an order of each caller's own.
                return queue.enqueueAll(List.of(
                        TASK.with(nr).throttle(nr % 2 == 0 ? "a" : "b", PERIOD),
                        TASK.with(nr).throttle(nr % 2 == 0 ? "b" : "a", PERIOD),
                        TASK.with(nr).debounce("c", QUIET, PERIOD)));
            });
        }

        List<Enqueued> all = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            for (Future<List<Enqueued>> call : threads.invokeAll(calls)) {
                all.addAll(call.get());
            }
        }

        assertThat(all).filteredOn(one -> one.outcome() == Outcome.CREATED).hasSize(3);
        assertThat(all.stream().map(Enqueued::id).distinct()).hasSize(3);
    }

    @Test
    void runsTheReplacedPayloadThoughAClaimCameInBetween() throws Exception {
        queue.enqueue(debounced(1));
        clock.advance(QUIET.plusMinutes(1));
        // Due, and ready.
        queue.installation()
                .with(
                        "Promoting",
                        connection ->
                                queue.installation().statements().promote().execute(connection));
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(queue.in(connection).enqueue(debounced(2)).outcome()).isEqualTo(Outcome.REPLACED);

            drain();
            assertThat(seen).isEmpty();

            connection.commit();
        }
        clock.advance(QUIET.plusMinutes(1));
        drain();
        assertThat(seen).containsExactly(2);
    }
}
