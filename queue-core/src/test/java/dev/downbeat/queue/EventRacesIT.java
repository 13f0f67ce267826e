package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.DeliverEvents;
import dev.downbeat.queue.internal.Transition;
import dev.downbeat.schema.testing.Await;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Events against the waits for them, from both sides at once. */
class EventRacesIT extends EventWaitTestBase {

    private static final long MICROS = TIME.toNanos() / 1_000;

    @Test
    void eventsNeverWaitForTheFlushOfAWaitNorTheOtherWayRound() throws Exception {
        long id = queue.enqueue(ORDER, "key").id();
        try (Connection open = database.dataSource().getConnection()) {
            open.setAutoCommit(false);
            queue.in(open).emit(PAID, "key", 8);
            started(orders());
            await(id, ExecutionState.WAITING);
            Await.until("compared", () -> number("select count(*) from downbeat.event_wait where checked") == 1);

            open.commit(); // a notification tells nobody more than this
        }

        assertThat(result(id)).isEqualTo(8);
    }

    @Test
    void decidesOnceBetweenTheEventAndTheEndOfTheTime() throws Exception {
        for (int round = 0; round < 25; round++) {
            String key = "race " + round;
            long id = queue.enqueue(ORDER, key).id();
            drain(orders());
            queue.emit(PAID, key, round);
            clock.advance(TIME.plusSeconds(1));

            race(this::deliver, this::timeOut);

            assertThat(number("select count(*) from downbeat.waiting")).isZero();
            assertThat(number("select count(*) from downbeat.ready where id = " + id))
                    .isEqualTo(1);
            boolean completed =
                    number("select count(*) from downbeat.step where execution_id = %d and outcome = 'completed'"
                                    .formatted(id))
                            == 1;
            drain(orders());
            assertThat(result(id)).isEqualTo(completed ? round : -1);
        }
    }

    @Test
    void passesOverAWaitThatSomebodyHoldsAndComesBackToIt() throws Exception {
        started(orders());
        long held = queue.enqueue(ORDER, "held").id();
        long free = queue.enqueue(ORDER, "free").id();
        await(held, ExecutionState.WAITING);
        await(free, ExecutionState.WAITING);
        try (Connection holder = database.dataSource().getConnection();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select from downbeat.waiting where id = %d for update".formatted(held));

            queue.emit(PAID, "held", 1);
            queue.emit(PAID, "free", 2);

            assertThat(result(free)).isEqualTo(2);
            assertThat(queue.get(held).orElseThrow().state()).isEqualTo(ExecutionState.WAITING);
            holder.rollback();
        }

        assertThat(result(held)).isEqualTo(1);
    }

    @Test
    void looksForWorkWithinABoundThoughManyWait() throws Exception {
        // Neither analysed nor vacuumed: the planner knows nothing of how few are left to be compared.
        database.execute("""
                insert into downbeat.event_wait (execution_id, step, event, key, since, checked)
                select n, 'step', 'paid', 'key ' || n, now(), true from generate_series(1, 100000) n
                """);

        try (Connection connection = database.dataSource().getConnection()) {
            Plan plan =
                    Plan.of(queue, connection, queue.installation().statements().deliverEvents()::query);
            assertThat(plan.buffers()).isLessThan(20);
        }
    }

    private boolean deliver() {
        DeliverEvents delivery = queue.installation().statements().deliverEvents();
        return queue.installation().with("Delivering", delivery::execute).executions() > 0;
    }

    private boolean timeOut() {
        return !queue.installation()
                .with("Ending waits", queue.installation().statements().timeouts()::execute)
                .isEmpty();
    }

    /** Exactly one of the two decides, or the one that lost the lock's race leaves it to the next pass. */
    private void race(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
        var together = new CyclicBarrier(2);
        List<Callable<Boolean>> both = new ArrayList<>();
        for (Callable<Boolean> side : List.of(one, other)) {
            both.add(() -> {
                together.await();
                return side.call();
            });
        }
        int decided = 0;
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (Future<Boolean> side : threads.invokeAll(both)) {
                decided += side.get() ? 1 : 0;
            }
        }
        assertThat(decided).isEqualTo(1);
    }

    @Test
    void isSeenThoughItIsEmittedWhileTheWaitIsBeingWritten() throws Exception {
        try (Claimant worker = Claimant.on(queue)) {
            long id = queue.enqueue(ORDER, "key").id();
            Claimed claimed = worker.claim(ORDER, 1).getFirst();

            Interleaving.during(database, open -> worker.flush(open, awaiting(claimed)), () -> {
                queue.emit(PAID, "key", 8);
                return deliver();
            });

            assertThat(deliver()).isTrue();
            assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.READY);
        }
    }

    @Test
    void isSeenThoughTheWaitIsWrittenWhileItIsBeingEmitted() throws Exception {
        try (Claimant worker = Claimant.on(queue)) {
            long id = queue.enqueue(ORDER, "key").id();
            Claimed claimed = worker.claim(ORDER, 1).getFirst();

            Interleaving.during(database, open -> queue.in(open).emit(PAID, "key", 8), () -> {
                worker.flush(awaiting(claimed));
                return deliver();
            });

            assertThat(deliver()).isTrue();
            assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.READY);
        }
    }

    @Test
    void isSeenWhenBothComeAtOnce() throws Exception {
        try (Claimant worker = Claimant.on(queue)) {
            for (int round = 0; round < 25; round++) {
                String key = "both " + round;
                long id = queue.enqueue(ORDER, key).id();
                Claimed claimed = worker.claim(ORDER, 1).getFirst();
                var together = new CyclicBarrier(3);

                try (var threads = Executors.newFixedThreadPool(3)) {
                    Future<?> waiting = threads.submit(() -> {
                        together.await();
                        return worker.flush(new Transition.Awaiting(claimed, "paid", PAID.name(), key, MICROS));
                    });
                    Future<?> emitting = threads.submit(() -> {
                        together.await();
                        return queue.emit(PAID, key, 8);
                    });
                    Future<?> delivering = threads.submit(() -> {
                        together.await();
                        return deliver();
                    });
                    waiting.get();
                    emitting.get();
                    delivering.get();
                }
                deliver();

                assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.READY);
                assertThat(worker.claim(ORDER, 2)).hasSize(1);
            }
        }
    }

    private static Transition awaiting(Claimed claimed) {
        return new Transition.Awaiting(claimed, "paid", PAID.name(), "key", MICROS);
    }
}
