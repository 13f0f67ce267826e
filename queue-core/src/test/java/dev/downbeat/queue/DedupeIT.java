package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.testing.Await;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DedupeIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);

    private static Enqueue<Integer> keyed(int payload, DedupePolicy policy) {
        return TASK.with(payload).dedupeKey("key", policy);
    }

    @Test
    void runsThreeEnqueuesUnderOneKeyOnceWithTheLastPayload() throws Exception {
        var seen = new ConcurrentLinkedQueue<Integer>();
        Enqueued first = queue.enqueue(keyed(1, DedupePolicy.REPLACE));
        Enqueued second = queue.enqueue(keyed(2, DedupePolicy.REPLACE));
        Enqueued third = queue.enqueue(keyed(3, DedupePolicy.REPLACE));

        drain(worker().run(TASK, (n, context) -> seen.add(n)));

        assertThat(first.outcome()).isEqualTo(Enqueued.Outcome.CREATED);
        assertThat(List.of(second, third)).containsOnly(new Enqueued(first.id(), Enqueued.Outcome.REPLACED));
        assertThat(seen).containsExactly(3);
    }

    @Test
    void skipsWhileALiveExecutionHoldsTheKey() throws Exception {
        var seen = new ConcurrentLinkedQueue<Integer>();
        Enqueued first = queue.enqueue(keyed(1, DedupePolicy.SKIP));

        Enqueued second = queue.enqueue(keyed(2, DedupePolicy.SKIP));

        assertThat(second).isEqualTo(new Enqueued(first.id(), Enqueued.Outcome.SKIPPED));
        drain(worker().run(TASK, (n, context) -> seen.add(n)));
        assertThat(seen).containsExactly(1);
    }

    @Test
    void refusesUnderTheErrorPolicy() {
        long id = queue.enqueue(keyed(1, DedupePolicy.ERROR)).id();

        assertThatThrownBy(() -> queue.enqueue(keyed(2, DedupePolicy.ERROR)))
                .isInstanceOfSatisfying(
                        DuplicateExecutionException.class,
                        e -> assertThat(e.executionId()).isEqualTo(id))
                .hasMessageContaining("key=key");
    }

    @Test
    void runsAgainUnderAKeyThatCompleted() throws Exception {
        var seen = new ConcurrentLinkedQueue<Integer>();
        Worker.Builder builder = worker().run(TASK, (n, context) -> seen.add(n));
        queue.enqueue(keyed(1, DedupePolicy.SKIP));
        drain(builder);

        Enqueued again = queue.enqueue(keyed(2, DedupePolicy.SKIP));

        assertThat(again.outcome()).isEqualTo(Enqueued.Outcome.CREATED);
        drain(builder);
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void meetsItsOwnKeysInOneCall() throws Exception {
        var seen = new ConcurrentLinkedQueue<Integer>();

        List<Enqueued> enqueued = queue.enqueueAll(List.of(
                keyed(1, DedupePolicy.REPLACE),
                TASK.with(9),
                keyed(2, DedupePolicy.SKIP),
                keyed(3, DedupePolicy.REPLACE)));

        assertThat(enqueued)
                .extracting(Enqueued::outcome)
                .containsExactly(
                        Enqueued.Outcome.CREATED,
                        Enqueued.Outcome.CREATED,
                        Enqueued.Outcome.SKIPPED,
                        Enqueued.Outcome.REPLACED);
        drain(worker().run(TASK, (n, context) -> seen.add(n)));
        assertThat(seen).containsExactlyInAnyOrder(3, 9);
    }

    @Test
    void freesTheKeyOfACancelledExecution() {
        long id = queue.enqueue(keyed(1, DedupePolicy.SKIP).delay(Duration.ofHours(1)))
                .id();

        queue.cancel(id);

        assertThat(queue.enqueue(keyed(2, DedupePolicy.SKIP)).outcome()).isEqualTo(Enqueued.Outcome.CREATED);
    }

    @Test
    void movesAReplacedExecutionToItsNewTime() {
        long id = queue.enqueue(keyed(1, DedupePolicy.REPLACE)).id();

        queue.enqueue(keyed(2, DedupePolicy.REPLACE).delay(Duration.ofHours(1)));

        Execution moved = queue.get(id).orElseThrow();
        assertThat(moved.state()).isEqualTo(ExecutionState.SCHEDULED);
        assertThat(payload(moved).asInt()).isEqualTo(2);
    }

    @Test
    void holdsUpNoFlushWhileTheTransactionOfAnotherEnqueuerIsOpen() throws Exception {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        started(worker().run(TASK, (n, context) -> {
            running.countDown();
            release.await();
        }));
        Enqueued first = queue.enqueue(keyed(1, DedupePolicy.SKIP));
        running.await();
        try (Connection open = database.dataSource().getConnection();
                var statement = open.createStatement()) {
            open.setAutoCommit(false);
            QueueTransaction transaction = queue.in(open);
            assertThat(transaction.enqueue(keyed(2, DedupePolicy.SKIP)))
                    .isEqualTo(new Enqueued(first.id(), Enqueued.Outcome.SKIPPED));
            assertThat(transaction.enqueue(keyed(3, DedupePolicy.REPLACE)))
                    .isEqualTo(new Enqueued(first.id(), Enqueued.Outcome.SKIPPED));
            statement.execute("select downbeat.enqueue('task', '4', dedupe_key => 'key')");

            release.countDown();

            await(first.id(), ExecutionState.COMPLETED);
            open.rollback();
        }
        assertThat(queue.enqueue(keyed(5, DedupePolicy.SKIP)).outcome()).isEqualTo(Enqueued.Outcome.CREATED);
    }

    @Test
    void takesAKeyThatIsFreedAtTheSameMoment() throws Exception {
        Enqueued first = queue.enqueue(keyed(1, DedupePolicy.SKIP));
        try (Connection freeing = database.dataSource().getConnection();
                var statement = freeing.createStatement();
                var others = Executors.newVirtualThreadPerTaskExecutor()) {
            freeing.setAutoCommit(false);
            statement.execute("delete from downbeat.dedupe"); // as a flush does
            Future<Enqueued> second = others.submit(() -> queue.enqueue(keyed(2, DedupePolicy.SKIP)));
            Await.until(
                    "the second waits",
                    () -> number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and datname = current_database()")
                            == 1);
            freeing.commit();

            assertThat(second.get().outcome()).isEqualTo(Enqueued.Outcome.CREATED);
            assertThat(second.get().id()).isNotEqualTo(first.id());
        }
    }

    @Test
    void runsAgainInBulkUnderKeysThatCompleted() throws Exception {
        var seen = new ConcurrentLinkedQueue<Integer>();
        Worker.Builder builder = worker().run(TASK, (n, context) -> seen.add(n));
        for (int round = 0; round < 3; round++) {
            int first = 10 * round;
            List<Enqueue<Integer>> bulk = IntStream.range(0, 6)
                    .mapToObj(nr -> TASK.with(first + nr).dedupeKey("key " + nr % 3, DedupePolicy.SKIP))
                    .toList();

            List<Enqueued> enqueued = queue.enqueueAll(bulk);

            assertThat(enqueued.subList(0, 3)).extracting(Enqueued::outcome).containsOnly(Enqueued.Outcome.CREATED);
            assertThat(enqueued.subList(3, 6)).extracting(Enqueued::outcome).containsOnly(Enqueued.Outcome.SKIPPED);
            drain(builder);
        }
        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 10, 11, 12, 20, 21, 22);
    }
}
