package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventIT extends QueueTestBase {

    private record Order(int nr, String country, int amount) {}

    private static final Event<Order> ORDERED = Event.of("ordered", Order.class);
    private static final Task<Order, @Nullable Void> BILL = Task.of("bill", Order.class);
    private static final Task<Order, @Nullable Void> PACK = Task.of("pack", Order.class);
    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);
    private static final Order NORWEGIAN = new Order(1, "NO", 50);
    private static final Order DANISH = new Order(2, "DK", 150);

    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

    private Worker.Builder both() {
        return worker().run(BILL, (order, context) -> seen.add("bill " + order.nr()))
                .run(PACK, (order, context) -> seen.add("pack " + order.nr()));
    }

    @Test
    void runsEveryTaskThatSubscribed() throws Exception {
        queue.subscriptions().put(Subscription.of("bills", ORDERED, BILL));
        queue.subscriptions().put(Subscription.of("packing", ORDERED, PACK));

        Emitted emitted = queue.emit(ORDERED, NORWEGIAN);

        assertThat(emitted.executions()).isEqualTo(2);
        drain(both());
        assertThat(seen).containsExactlyInAnyOrder("bill 1", "pack 1");
    }

    @Test
    void enqueuesNothingWithoutASubscription() {
        queue.subscriptions().put(Subscription.of("others", Event.of("other", Order.class), BILL));

        assertThat(queue.emit(ORDERED, NORWEGIAN).executions()).isZero();

        assertThat(queue.count(ExecutionFilter.ALL)).isZero();
    }

    @Test
    void letsThroughWhatTheFiltersSay() throws Exception {
        queue.subscriptions().put(Subscription.of("norwegian", ORDERED, BILL).containing(Map.of("country", "NO")));
        queue.subscriptions().put(Subscription.of("large", ORDERED, PACK).where("$.amount > 100"));
        queue.subscriptions()
                .put(Subscription.of("both", ORDERED, PACK)
                        .containing(Map.of("country", "NO"))
                        .where("$.amount > 100"));

        queue.emit(ORDERED, NORWEGIAN);
        queue.emit(ORDERED, DANISH);

        drain(both());
        assertThat(seen).containsExactlyInAnyOrder("bill 1", "pack 2");
    }

    @Test
    void takesFiltersAsDataWhateverTheySay() {
        queue.subscriptions()
                .put(Subscription.of("x'); drop table downbeat.ready; --", ORDERED, BILL)
                        .containing(Map.of("country", "'; drop table downbeat.ready; --")));

        assertThatThrownBy(() -> queue.subscriptions()
                        .put(Subscription.of("y", ORDERED, BILL).where("1 = 1); drop table downbeat.ready; --")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A predicate must be a JSON path");

        assertThat(queue.emit(ORDERED, NORWEGIAN).executions()).isZero();
    }

    @Test
    void fansOutInTheTransactionOfTheEmitter() throws Exception {
        queue.subscriptions().put(Subscription.of("bills", ORDERED, BILL));
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            queue.in(connection).emit(ORDERED, "", NORWEGIAN);
            connection.rollback();
            queue.in(connection).emit(ORDERED, "", DANISH);
            connection.commit();
        }

        drain(both());

        assertThat(seen).containsExactly("bill 2");
        assertThat(number("select count(*) from downbeat.event")).isEqualTo(1);
    }

    @Test
    void emitsFromSqlAndWakesAnIdleWorker() throws Exception {
        queue.subscriptions().put(Subscription.of("bills", ORDERED, BILL));
        var woken = new CompletableFuture<Order>();
        started(worker().settings(SETTINGS.pollInterval(Duration.ofHours(1)))
                .run(BILL, (order, context) -> woken.complete(order)));

        database.execute("select downbeat.emit('ordered', '{\"nr\": 2, \"country\": \"DK\", \"amount\": 150}')");

        assertThat(woken.get(60, TimeUnit.SECONDS)).isEqualTo(DANISH);
    }

    @Test
    void emitsOnceFromAHandlerThatRunsTwice() throws Exception {
        queue.subscriptions().put(Subscription.of("bills", ORDERED, BILL));
        var runs = new AtomicInteger();
        Task<Integer, @Nullable Void> twice = TASK.retry(RetryPolicy.fixed(2, Duration.ZERO));
        queue.enqueue(twice, 1);

        drain(both().run(twice, (n, context) -> {
            context.emit("tell", ORDERED, "", NORWEGIAN);
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
        }));

        assertThat(runs).hasValue(2);
        assertThat(seen).containsExactly("bill 1");
    }

    @Test
    void listsReplacesAndRemovesSubscriptions() {
        Subscriptions subscriptions = queue.subscriptions();
        assertThat(subscriptions.put(Subscription.of("bills", ORDERED, BILL))).isTrue();
        assertThat(subscriptions.put(Subscription.of("bills", ORDERED, PACK)
                        .where("$.amount > 100")
                        .priority(-1)))
                .isFalse();

        assertThat(subscriptions.list())
                .containsExactly(new StoredSubscription("bills", "ordered", "pack", -1, null, "($.\"amount\" > 100)"));

        assertThat(List.of(subscriptions.remove("bills"), subscriptions.remove("bills")))
                .containsExactly(true, false);
        assertThat(queue.emit(ORDERED, DANISH).executions()).isZero();
    }

    @Test
    void carriesLargePayloads() throws Exception {
        Event<String> large = Event.of("large", String.class);
        Task<String, @Nullable Void> reader = Task.of("reader", String.class);
        queue.subscriptions().put(Subscription.of("large", large, reader));
        String text = "x".repeat(10_000);

        queue.emit(large, text);

        drain(worker().run(reader, (payload, context) -> seen.add(payload)));
        assertThat(seen).containsExactly(text);
    }

    @Test
    void refusesNamesThatBreakTheRules() {
        assertThatThrownBy(() -> Event.of("", Order.class)).hasMessageContaining("event name");
        assertThatThrownBy(() -> queue.emit(ORDERED, "k".repeat(251), NORWEGIAN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("An event key has at most 250 characters");
    }
}
