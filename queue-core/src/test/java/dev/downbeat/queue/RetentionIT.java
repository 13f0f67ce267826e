package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.queue.testing.TestClock;
import dev.downbeat.schema.testing.Await;
import java.sql.Connection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);
    private static final Event<Integer> NOTED = Event.of("noted", Integer.class);
    private static final Task<Integer, @Nullable Void> FAILING =
            Task.of("failing", Integer.class).retry(RetryPolicy.never());
    private static final Duration DAY = Duration.ofDays(1);

    private TestClock clock;

    @BeforeEach
    void setUp() {
        clock = new TestClock(database);
    }

    private Worker.Builder both() {
        return worker().run(TASK, (n, context) -> {}).run(FAILING, (n, context) -> {
            throw new IllegalStateException("on purpose");
        });
    }

    @Test
    void keepsTheCompletedSevenDaysAndTheFailedThirty() throws Exception {
        long completed = queue.enqueue(TASK, 1).id();
        long failed = queue.enqueue(FAILING, 1).id();
        long cancelled = queue.enqueue(TASK, 2).id();
        queue.cancel(cancelled);
        drain(both());

        clock.advance(DAY.multipliedBy(6));
        assertThat(queue.prune()).isZero();
        clock.advance(DAY.multipliedBy(2));
        assertThat(queue.prune()).isEqualTo(1);
        assertThat(queue.get(completed)).isEmpty();
        assertThat(queue.get(failed)).isPresent();
        assertThat(queue.get(cancelled)).isPresent();

        clock.advance(DAY.multipliedBy(23));
        assertThat(queue.prune()).isEqualTo(2);
        assertThat(queue.count(ExecutionFilter.ALL)).isZero();
    }

    @Test
    void keepsATasksExecutionsAsLongAsTheTaskSays() throws Exception {
        Task<Integer, @Nullable Void> brief =
                Task.of("brief", Integer.class).retention(Retention.DEFAULT.completed(Duration.ofHours(1)));
        Task<Integer, @Nullable Void> other = Task.of("other", Integer.class);
        queue.enqueue(brief, 1);
        long kept = queue.enqueue(other, 1).id();
        drain(worker().settings(SETTINGS.retention(Retention.DEFAULT.completed(DAY)))
                .run(brief, (n, context) -> {})
                .run(other, (n, context) -> {}));

        clock.advance(Duration.ofHours(2));
        assertThat(queue.prune()).isEqualTo(1);
        assertThat(queue.list(ExecutionFilter.ALL)).extracting(Execution::id).containsExactly(kept);

        clock.advance(DAY);
        assertThat(queue.prune()).isEqualTo(1);
    }

    @Test
    void removesWhatStandsBesideAnExecutionWithIt() throws Exception {
        Task<String, @Nullable Void> large = Task.of("large", String.class).retry(RetryPolicy.never());
        queue.enqueue(large, "x".repeat(10_000));
        drain(worker().run(large, (text, context) -> {
            context.step("one", Integer.class, () -> 1);
            throw new IllegalStateException("on purpose");
        }));
        assertThat(beside()).isEqualTo(3);

        clock.advance(DAY.multipliedBy(31));
        queue.prune();

        assertThat(beside()).isZero();
    }

    private long beside() throws Exception {
        return number("select (select count(*) from downbeat.step) + (select count(*) from downbeat.failure)"
                + " + (select count(*) from downbeat.payload)");
    }

    @Test
    void aWorkerPrunesByItself() throws Exception {
        queue.enqueue(TASK, 1);
        drain(both());
        clock.advance(DAY.multipliedBy(8));

        started(both().settings(SETTINGS.lease(Duration.ofSeconds(1))));

        Await.until("pruned", () -> queue.count(ExecutionFilter.ALL) == 0);
    }

    @Test
    void claimsAndFlushesWhileAStepOfPruningHoldsItsLocks() throws Exception {
        history(50_000, "now() - interval '8 days'");
        var seen = new CopyOnWriteArrayList<Integer>();
        try (Connection pruning = database.dataSource().getConnection()) {
            pruning.setAutoCommit(false);
            long removed = removeBlocks(pruning, 0, 128);
            assertThat(removed).isPositive();

            for (int i = 0; i < 100; i++) {
                queue.enqueue(TASK, i);
            }
            drain(worker().run(TASK, (n, context) -> seen.add(n)));

            assertThat(seen).hasSize(100);
            pruning.rollback();
        }
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(50_100);
    }

    @Test
    void leavesWhatSomebodyRetriesAtTheMoment() throws Exception {
        long failed = queue.enqueue(FAILING, 1).id();
        drain(both());
        clock.advance(DAY.multipliedBy(31));
        try (Connection retrying = database.dataSource().getConnection();
                var statement = retrying.createStatement()) {
            retrying.setAutoCommit(false);
            statement.execute("delete from downbeat.history where id = " + failed);

            assertThat(queue.prune()).isZero();

            retrying.rollback();
        }
        assertThat(queue.prune()).isEqualTo(1);
    }

    @Test
    void readsABoundedPartOfHistoryInOneStep() throws Exception {
        history(200_000, "now()");
        database.execute("analyze");
        long blocks = number("select pg_relation_size('downbeat.history_default') / 8192");
        assertThat(blocks).isGreaterThan(1_000);

        JsonNode plan = explainStep(256);

        assertThat(plan.toString()).contains("\"Node Type\":\"Tid Range Scan\"");
        assertThat(plan.get("Shared Hit Blocks").asLong()
                        + plan.get("Shared Read Blocks").asLong())
                .isLessThan(3 * 128);
    }

    @Test
    void walksThroughAllOfALongHistory() throws Exception {
        history(60_000, "now() - interval '8 days'");
        long young = queue.enqueue(TASK, 1).id();
        drain(both());

        assertThat(queue.prune()).isEqualTo(60_000);

        assertThat(queue.list(ExecutionFilter.ALL)).extracting(Execution::id).containsExactly(young);
    }

    @Test
    void refusesARetentionThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> Retention.DEFAULT.failed(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("failed");
    }

    private void history(int rows, String finishedAt) {
        database.execute("""
                insert into downbeat.history (id, run_at, created_at, finished_at, task_id, run, outcome, queue_id, priority, attempt, flags)
                select nextval('downbeat.execution_id_seq'), now(), now(), %s, %d, 1, 'completed', 1, 0, 1, 0
                from generate_series(1, %d)
                """.formatted(finishedAt, queue.installation().taskId(TASK), rows));
    }

    private long removeBlocks(Connection connection, long from, long to) {
        var row = queue.installation()
                .statements()
                .prune()
                .query(queue.installation().schema().jooq(connection), "history_default", from, to)
                .fetchSingle();
        return row.get(0, Long.class);
    }

    private JsonNode explainStep(long from) throws Exception {
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            DSLContext dsl = queue.installation().schema().jooq(connection);
            var step = queue.installation().statements().prune().query(dsl, "history_default", from, from + 128);
            var query = dsl.resultQuery(
                    "explain (analyze, buffers, format json) " + step.getSQL(),
                    step.getBindValues().toArray());
            String text = Objects.requireNonNull(query.fetchSingle().get(0)).toString();
            connection.rollback();
            return Json.MAPPER.readTree(text).get(0).get("Plan");
        }
    }

    @Test
    void keepsEventsAsLongAsTheWorkersSettingsSay() throws Exception {
        queue.emit(NOTED, 1);
        database.execute("update downbeat.event set emitted_at = now() - interval '10 days'");
        queue.emit(NOTED, 2);

        queue.prune();
        assertThat(number("select count(*) from downbeat.event")).isEqualTo(2);
        drain(worker().settings(SETTINGS.keepEvents(DAY.multipliedBy(9))).run(TASK, (n, context) -> {}));
        queue.prune();

        assertThat(number("select count(*) from downbeat.event")).isEqualTo(1);
        assertThat(number("select payload::integer from downbeat.event")).isEqualTo(2);
    }
}
