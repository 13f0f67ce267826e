package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.queue.internal.DeliverEvents;
import dev.downbeat.queue.testing.TestClock;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitForEventIT extends QueueTestBase {

    private static final Event<Integer> PAID = Event.of("paid", Integer.class);
    private static final Task<String, Integer> ORDER =
            Task.of("order", String.class).returning(Integer.class).retry(RetryPolicy.never());
    private static final Duration TIME = Duration.ofMinutes(10);

    private final List<String> timedOut = new CopyOnWriteArrayList<>();
    private TestClock clock;

    @BeforeEach
    void setUp() {
        clock = new TestClock(database);
    }

    /** Waits for the payment of an order, for ten minutes; -1 if none comes. */
    private Worker.Builder orders() {
        return worker().handle(ORDER, (key, context) -> {
            try {
                return context.waitFor(PAID, key, TIME);
            } catch (EventTimedOutException e) {
                timedOut.add(e.key());
                return -1;
            }
        });
    }

    private int result(long id) throws Exception {
        return queue.result(id, ORDER, Duration.ofSeconds(20));
    }

    @Test
    void returnsThePayloadOfTheEventOfItsKey() throws Exception {
        started(orders());
        long first = queue.enqueue(ORDER, "first").id();
        long second = queue.enqueue(ORDER, "second").id();
        await(first, ExecutionState.WAITING);
        await(second, ExecutionState.WAITING);

        queue.emit(PAID, "second", 20);
        queue.emit(PAID, "first", 10);

        assertThat(result(first)).isEqualTo(10);
        assertThat(result(second)).isEqualTo(20);
    }

    @Test
    void seesAnEventThatArrivedBeforeTheWait() throws Exception {
        long id = queue.enqueue(ORDER, "early").id();
        queue.emit(PAID, "early", 5);

        started(orders());

        assertThat(result(id)).isEqualTo(5);
    }

    @Test
    void doesNotSeeWhatHappenedBeforeItWasEnqueued() throws Exception {
        queue.emit(PAID, "old", 1);
        long id = queue.enqueue(ORDER, "old").id();
        started(orders());
        await(id, ExecutionState.WAITING);
        Await.until("compared", () -> number("select count(*) from downbeat.event_wait where checked") == 1);

        queue.emit(PAID, "old", 2);

        assertThat(result(id)).isEqualTo(2);
    }

    @Test
    void drainsWhatAnEventMadeReady() throws Exception {
        long id = queue.enqueue(ORDER, "key").id();
        drain(orders());
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.WAITING);

        queue.emit(PAID, "key", 3);
        drain(orders());

        assertThat(result(id)).isEqualTo(3);
    }

    @Test
    void freesItsSlotWhileItWaits() throws Exception {
        Task<Integer, Integer> other = Task.of("other", Integer.class).returning(Integer.class);
        started(orders().settings(SETTINGS.concurrency(1)).handle(other, (n, context) -> n + 1));
        long waiting = queue.enqueue(ORDER, "key").id();
        await(waiting, ExecutionState.WAITING);

        long id = queue.enqueue(other, 1).id();

        assertThat(queue.result(id, other, Duration.ofSeconds(10))).isEqualTo(2);
    }

    @Test
    void givesUpWhenItsTimeIsOverAndStaysSo() throws Exception {
        started(orders());
        long id = queue.enqueue(ORDER, "late").id();
        await(id, ExecutionState.WAITING);

        clock.advance(TIME.plusSeconds(1));

        assertThat(result(id)).isEqualTo(-1);
        queue.emit(PAID, "late", 1);
        assertThat(result(id)).isEqualTo(-1);
        assertThat(timedOut).containsExactly("late");
    }

    @Test
    void givesTheSameEventToEveryoneWhoWaits() throws Exception {
        started(orders());
        var ids = new ArrayList<Long>();
        for (int i = 0; i < 700; i++) { // more than one pass takes
            ids.add(queue.enqueue(ORDER, "all").id());
        }
        Await.until("all wait", () -> count(ExecutionState.WAITING) == 700);

        queue.emit(PAID, "all", 7);

        for (long id : ids) {
            assertThat(result(id)).isEqualTo(7);
        }
    }

    @Test
    void givesAnExecutionEachEventOnceInTheirOrder() throws Exception {
        Task<String, String> collector = Task.of("collector", String.class).returning(String.class);
        started(worker().handle(collector, (key, context) -> {
            var all = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                all.append(context.waitFor("payment " + i, PAID, key, TIME)).append(' ');
            }
            return all.toString();
        }));
        long id = queue.enqueue(collector, "key").id();
        queue.emit(PAID, "key", 1);
        queue.emit(PAID, "key", 2);
        queue.emit(PAID, "other", 9);
        queue.emit(PAID, "key", 3);

        assertThat(queue.result(id, collector, Duration.ofSeconds(20))).isEqualTo("1 2 3 ");
    }

    @Test
    void letsOneExecutionAnswerAnotherWithoutAKey() throws Exception {
        Task<Integer, Integer> asking = Task.of("asking", Integer.class).returning(Integer.class);
        Task<Integer, @Nullable Void> answering = Task.of("answering", Integer.class);
        started(worker().handle(asking, (n, context) -> context.waitFor(PAID, TIME))
                .run(answering, (n, context) -> context.emit(PAID, n)));
        long id = queue.enqueue(asking, 1).id();

        queue.enqueue(answering, 6);

        assertThat(queue.result(id, asking, Duration.ofSeconds(20))).isEqualTo(6);
    }

    @Test
    void survivesTheRestartOfAllWorkers() throws Exception {
        Worker first = started(orders());
        long id = queue.enqueue(ORDER, "key").id();
        await(id, ExecutionState.WAITING);
        first.stop(Duration.ofSeconds(5));

        queue.emit(PAID, "key", 4);
        started(orders());

        assertThat(result(id)).isEqualTo(4);
    }

    @Test
    void waitsAnewWhenItIsRetriedAfterACancel() throws Exception {
        Worker worker = started(orders());
        long id = queue.enqueue(ORDER, "key").id();
        await(id, ExecutionState.WAITING);
        queue.cancel(id);
        queue.emit(PAID, "key", 1);
        Await.until("looked at", () -> number("select count(*) from downbeat.event_arrival") == 0);

        assertThat(queue.retry(id)).isTrue();

        assertThat(result(id)).isEqualTo(1);
        assertThat(worker.id()).isPresent();
    }

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

        assertThat(buffers(queue.installation().statements().deliverEvents()::query))
                .isLessThan(20);
    }

    private long buffers(Function<DSLContext, ResultQuery<Record>> statement) throws Exception {
        try (var connection = database.dataSource().getConnection()) {
            DSLContext dsl = queue.installation().schema().jooq(connection);
            String plan = Objects.requireNonNull(dsl.fetchSingle("explain (analyze, buffers, format json) "
                                    + statement.apply(dsl).getSQL())
                            .get(0))
                    .toString();
            JsonNode top = Json.MAPPER.readTree(plan).get(0).get("Plan");
            return top.get("Shared Hit Blocks").asLong()
                    + top.get("Shared Read Blocks").asLong();
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
}
