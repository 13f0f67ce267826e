package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.queue.Enqueued.Outcome;
import dev.downbeat.queue.testing.TestClock;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that hold for a time: unique for a period, throttle, debounce. */
class KeysIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final List<Integer> seen = new CopyOnWriteArrayList<>();
    private TestClock clock;

    @BeforeEach
    void setUp() {
        clock = new TestClock(database);
    }

    private static Enqueue<Integer> throttled(int payload) {
        return TASK.with(payload).throttle("key", MINUTE);
    }

    private static Enqueue<Integer> debounced(int payload) {
        return TASK.with(payload).debounce("key", QUIET, MINUTE);
    }

    private static Enqueue<Integer> uniqueForAMinute(int payload, DedupePolicy policy) {
        return TASK.with(payload).uniqueFor("key", policy, MINUTE);
    }

    private void drain() throws Exception {
        drain(worker().run(TASK, (n, context) -> seen.add(n)));
    }

    private static List<Outcome> outcomes(List<Enqueued> enqueued) {
        return enqueued.stream().map(Enqueued::outcome).toList();
    }

    @Test
    void throttlesToOnePerPeriodThoughTheFirstHasFinished() throws Exception {
        Enqueued first = queue.enqueue(throttled(1));
        drain();

        Enqueued second = queue.enqueue(throttled(2));

        assertThat(second).isEqualTo(new Enqueued(first.id(), Outcome.SKIPPED));
        drain();
        assertThat(seen).containsExactly(1);
    }

    @Test
    void throttlesAcrossConsecutivePeriodsToOneRunEach() throws Exception {
        for (int period = 0; period < 4; period++) {
            assertThat(queue.enqueue(throttled(10 * period)).outcome()).isEqualTo(Outcome.CREATED);
            if (period % 2 == 0) {
                drain(); // finished early, or still there when the next period begins
            }
            assertThat(queue.enqueue(throttled(10 * period + 1)).outcome()).isEqualTo(Outcome.SKIPPED);
            clock.advance(MINUTE.plusSeconds(1));
        }

        drain();
        assertThat(seen).containsExactly(0, 10, 20, 30);
    }

    @Test
    void throttlesWithinOneCall() throws Exception {
        List<Enqueued> enqueued = queue.enqueueAll(List.of(
                throttled(1), TASK.with(9), throttled(2), TASK.with(3).throttle("other", MINUTE), throttled(4)));

        assertThat(outcomes(enqueued))
                .containsExactly(Outcome.CREATED, Outcome.CREATED, Outcome.SKIPPED, Outcome.CREATED, Outcome.SKIPPED);
        assertThat(enqueued.get(2).id()).isEqualTo(enqueued.get(0).id());
        drain();
        assertThat(seen).containsExactlyInAnyOrder(1, 9, 3);
    }

    @Test
    void debouncesToOneRunWithTheLastPayload() throws Exception {
        Enqueued first = queue.enqueue(debounced(1));
        clock.advance(Duration.ofSeconds(6));
        assertThat(queue.enqueue(debounced(2))).isEqualTo(new Enqueued(first.id(), Outcome.REPLACED));
        clock.advance(Duration.ofSeconds(6));
        drain();
        assertThat(seen).isEmpty();

        clock.advance(Duration.ofSeconds(5));

        drain();
        assertThat(seen).containsExactly(2);
    }

    @Test
    void debouncesNoLongerThanItsMaximumWait() throws Exception {
        for (int second = 0; second <= 60; second += 5) {
            queue.enqueue(debounced(second));
            clock.advance(Duration.ofSeconds(5));
        }

        drain();

        assertThat(seen).containsExactly(60);
    }

    @Test
    void debouncesAcrossConsecutivePeriodsToOneRunEach() throws Exception {
        for (int period = 0; period < 4; period++) {
            assertThat(outcomes(queue.enqueueAll(List.of(debounced(10 * period), debounced(10 * period + 1)))))
                    .containsExactly(Outcome.CREATED, Outcome.REPLACED);
            clock.advance(QUIET.plusSeconds(1));
            drain();
        }

        assertThat(seen).containsExactly(1, 11, 21, 31);
    }

    @Test
    void debouncesWithinOneCall() throws Exception {
        List<Enqueued> enqueued = queue.enqueueAll(List.of(debounced(1), debounced(2), TASK.with(9), debounced(3)));

        assertThat(outcomes(enqueued))
                .containsExactly(Outcome.CREATED, Outcome.REPLACED, Outcome.CREATED, Outcome.REPLACED);
        clock.advance(QUIET.plusSeconds(1));
        drain();
        assertThat(seen).containsExactlyInAnyOrder(9, 3);
    }

    @Test
    void beginsANewDebounceWhileTheLastOneRuns() throws Exception {
        var again = new ArrayList<Enqueued>();
        queue.enqueue(debounced(1));
        clock.advance(QUIET.plusSeconds(1));

        drain(worker().run(TASK, (n, context) -> {
            seen.add(n);
            again.add(queue.enqueue(debounced(2)));
        }));

        assertThat(again).extracting(Enqueued::outcome).containsExactly(Outcome.CREATED);
        clock.advance(QUIET.plusSeconds(1));
        drain();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void staysUniqueForThePeriodThoughTheFirstHasFinished() throws Exception {
        Enqueued first = queue.enqueue(uniqueForAMinute(1, DedupePolicy.SKIP));
        drain();

        assertThat(queue.enqueue(uniqueForAMinute(2, DedupePolicy.REPLACE)))
                .isEqualTo(new Enqueued(first.id(), Outcome.SKIPPED));
        assertThatThrownBy(() -> queue.enqueue(uniqueForAMinute(3, DedupePolicy.ERROR)))
                .isInstanceOf(DuplicateExecutionException.class);
        clock.advance(MINUTE.plusSeconds(1));
        assertThat(queue.enqueue(uniqueForAMinute(4, DedupePolicy.SKIP)).outcome())
                .isEqualTo(Outcome.CREATED);
    }

    @Test
    void staysUniqueBeyondThePeriodWhileTheFirstIsLive() throws Exception {
        Enqueued first = queue.enqueue(uniqueForAMinute(1, DedupePolicy.SKIP).delay(Duration.ofHours(1)));
        clock.advance(MINUTE.multipliedBy(2));

        assertThat(queue.enqueue(uniqueForAMinute(2, DedupePolicy.SKIP)))
                .isEqualTo(new Enqueued(first.id(), Outcome.SKIPPED));
        assertThat(queue.enqueue(uniqueForAMinute(3, DedupePolicy.REPLACE)).outcome())
                .isEqualTo(Outcome.REPLACED);

        drain();
        assertThat(seen).containsExactly(3);
    }

    @Test
    void leavesTheCallersTransactionAsItWasWhenAKeyIsTaken() throws Exception {
        queue.enqueue(TASK.with(1).dedupeKey("taken", DedupePolicy.SKIP));
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            QueueTransaction transaction = queue.in(connection);
            transaction.enqueue(TASK, 2);

            assertThatThrownBy(() -> transaction.enqueueAll(List.of(
                            TASK.with(3).dedupeKey("free", DedupePolicy.ERROR),
                            TASK.with(4),
                            TASK.with(5).dedupeKey("taken", DedupePolicy.ERROR))))
                    .isInstanceOf(DuplicateExecutionException.class);

            connection.commit();
        }
        drain();
        assertThat(seen).containsExactlyInAnyOrder(1, 2);
        assertThat(number("select count(*) from downbeat.dedupe")).isZero();
    }

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
                uniqueForAMinute(1, DedupePolicy.SKIP),
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
                        TASK.with(nr).throttle(nr % 2 == 0 ? "a" : "b", MINUTE),
                        TASK.with(nr).throttle(nr % 2 == 0 ? "b" : "a", MINUTE),
                        TASK.with(nr).debounce("c", QUIET, MINUTE)));
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
        clock.advance(QUIET.plusSeconds(1));
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
        clock.advance(QUIET.plusSeconds(1));
        drain();
        assertThat(seen).containsExactly(2);
    }

    @Test
    void forgetsPeriodsThatAreOver() throws Exception {
        queue.enqueueAll(List.of(throttled(1), debounced(2), uniqueForAMinute(3, DedupePolicy.SKIP)));
        clock.advance(Duration.ofDays(2));
        drain();

        queue.prune();

        assertThat(number("select count(*) from downbeat.key_period")).isZero();
    }

    @Test
    void refusesPeriodsThatMakeNoSense() {
        assertThatThrownBy(() -> TASK.with(1).throttle("key", Duration.ZERO)).hasMessageContaining("period");
        assertThatThrownBy(() -> TASK.with(1).debounce("key", QUIET, Duration.ofDays(40_000)))
                .hasMessageContaining("maximum wait");
        assertThatThrownBy(() -> debounced(1).delay(MINUTE)).hasMessageContaining("debounce");
    }
}
