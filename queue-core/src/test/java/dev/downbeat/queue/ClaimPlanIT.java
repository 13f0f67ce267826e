package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each way to claim reads, on an idle queue and on a full one. */
class ClaimPlanIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);

    // Blocks of 8 KiB, whatever else there is.
    private static final int BOUND = 40;
    private static final int FEW = 100;

    private int taskId;
    private int queueId;

    @BeforeEach
    void declare() {
        taskId = queue.installation().taskId(TASK);
        queueId = queue.installation().queueId("default");
    }

    @Test
    void readsABoundedNumberOfBuffersWhenAMillionAreScheduled() throws Exception {
        // Neither analysed nor vacuumed, as after a bulk enqueue.
        fill("""
                insert into downbeat.scheduled (run_at, task_id, queue_id)
                select now() + interval '1 hour', %d, %d from generate_series(1, 1000000)
                """);

        assertThat(buffersOfAllClaims())
                .allSatisfy(buffers -> assertThat(buffers).isLessThan(BOUND));
    }

    @Test
    void readsABoundedNumberOfBuffersWhenAHundredThousandWait() throws Exception {
        fill("""
                insert into downbeat.waiting (id, run_at, created_at, pending, task_id, queue_id, priority, attempt, flags, run)
                select n, now(), now(), 1, %d, %d, 0, 1, 0, 1 from generate_series(1000000, 1100000) n
                """);
        database.execute("analyze");

        assertThat(buffersOfAllClaims())
                .allSatisfy(buffers -> assertThat(buffers).isLessThan(BOUND));
    }

    private List<Long> buffersOfAllClaims() throws Exception {
        return List.of(
                plan(this::claim).buffers(),
                plan(this::claimLimited).buffers(),
                plan(this::hasWork).buffers(),
                plan(this::takeShare).buffers());
    }

    @Test
    void walksItsIndexFromTheHeadOfTheQueue() throws Exception {
        fillReady();

        Plan plan = plan(this::claim);

        assertThat(plan.text())
                .contains("\"Index Name\":\"ready_claim_idx\"")
                .contains("\"Node Type\":\"Tid Scan\"")
                .doesNotContain("\"Node Type\":\"Sort\"")
                .doesNotContain(
                        "Seq Scan\",\"Parallel Aware\":false,\"Async Capable\":false,\"Relation Name\":\"ready\"");
    }

    @Test
    void looksThroughAsManyAsItMayUnderALimit() throws Exception {
        fillReady();

        Plan plan = plan(this::claimLimited);

        assertThat(plan.text()).contains("\"Index Name\":\"ready_claim_idx\"").doesNotContain("\"Node Type\":\"Sort\"");
        assertThat(plan.rows()).isLessThan(10 * FEW);
    }

    @Test
    void findsTheWorkOfATaskBehindThatOfOthersWithinABound() throws Exception {
        fillReady();
        int other = queue.installation().taskId(Task.of("other", Integer.class));

        Plan there = plan(this::hasWork);
        Plan notThere = plan(
                (dsl, worker) -> queue.installation().statements().limitShare().hasWorkQuery(dsl, queueId, other));

        assertThat(there.text()).contains("\"Index Name\":\"ready_claim_idx\"");
        assertThat(there.rows()).isLessThan(FEW);
        assertThat(notThere.rows()).isLessThan(50_000);
        assertThat(notThere.text()).doesNotContain("\"Node Type\":\"Sort\"");
    }

    @Test
    void takesAShareByItsKeys() throws Exception {
        database.execute("""
                insert into downbeat.worker (name, host, pid, concurrency, lease_until, ended_at, swept_at)
                select 'gone', 'there', n, 1, now(), now(), now() from generate_series(1, 20000) n
                """);

        assertThat(plan(this::takeShare).buffers()).isLessThan(BOUND);
    }

    private Query claim(DSLContext dsl, long workerId) {
        return queue.installation().statements().claim().query(dsl, workerId, queueId, new Integer[] {taskId}, FEW);
    }

    private Query claimLimited(DSLContext dsl, long workerId) {
        return queue.installation()
                .statements()
                .claimLimited()
                .query(dsl, queueId, new Integer[] {taskId}, new String[] {"{tenant}"}, FEW);
    }

    private Query hasWork(DSLContext dsl, long workerId) {
        return queue.installation().statements().limitShare().hasWorkQuery(dsl, queueId, taskId);
    }

    private Query takeShare(DSLContext dsl, long workerId) {
        return queue.installation().statements().limitShare().takeQuery(dsl, workerId, taskId, 8, 4);
    }

    private void fillReady() {
        fill("""
                insert into downbeat.ready (task_id, queue_id) select %d, %d from generate_series(1, 100000)
                """);
        database.execute("analyze");
    }

    private void fill(String sql) {
        database.execute(sql.formatted(taskId, queueId));
    }

    private interface Statement {
        Query of(DSLContext dsl, long workerId);
    }

    private Plan plan(Statement statement) throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            long workerId = queue.installation()
                    .statements()
                    .lease()
                    .take(connection, "plan", "here", 1, 1, Duration.ofMinutes(1));
            Function<DSLContext, Query> query = dsl -> statement.of(dsl, workerId);
            return Plan.of(queue, connection, query);
        }
    }
}
