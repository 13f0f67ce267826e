package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimPlanIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);
    private static final int BOUND = 40;

    @Test
    void readsABoundedNumberOfBuffersWhenAllElseIsScheduledOrWaiting() throws Exception {
        int taskId = queue.installation().taskId(TASK);
        int queueId = queue.installation().queueId("default");
        database.execute("""
                insert into downbeat.scheduled (run_at, task_id, queue_id)
                select now() + interval '1 hour', %d, %d from generate_series(1, 100000)
                """.formatted(taskId, queueId));
        database.execute("""
                insert into downbeat.waiting (id, run_at, created_at, pending, task_id, queue_id, priority, attempt, flags, run)
                select n, now(), now(), 1, %d, %d, 0, 1, 0, 1 from generate_series(1000000, 1100000) n
                """.formatted(taskId, queueId));
        database.execute("analyze");

        JsonNode plan = explainClaim(queueId, taskId);

        assertThat(buffers(plan)).isLessThan(BOUND);
    }

    @Test
    void walksItsIndexFromTheHeadOfTheQueue() throws Exception {
        int taskId = queue.installation().taskId(TASK);
        int queueId = queue.installation().queueId("default");
        database.execute("""
                insert into downbeat.ready (task_id, queue_id) select %d, %d from generate_series(1, 100000)
                """.formatted(taskId, queueId));
        database.execute("analyze");

        JsonNode plan = explainClaim(queueId, taskId);

        assertThat(plan.toString())
                .contains("\"Index Name\":\"ready_claim_idx\"")
                .contains("\"Node Type\":\"Tid Scan\"")
                .doesNotContain("\"Node Type\":\"Sort\"")
                .doesNotContain(
                        "Seq Scan\",\"Parallel Aware\":false,\"Async Capable\":false,\"Relation Name\":\"ready\"");
    }

    private JsonNode explainClaim(int queueId, int taskId) throws Exception {
        var statements = queue.installation().statements();
        try (var connection = database.dataSource().getConnection()) {
            long workerId = statements.lease().take(connection, "plan", "here", 1, 1, java.time.Duration.ofMinutes(1));
            connection.setAutoCommit(false);
            DSLContext dsl = queue.installation().schema().jooq(connection);
            var claim = statements.claim().query(dsl, workerId, queueId, new Integer[] {taskId}, 100);
            var query = dsl.resultQuery(
                    "explain (analyze, buffers, format json) " + claim.getSQL(),
                    claim.getBindValues().toArray());
            String text = Objects.requireNonNull(query.fetchSingle().get(0)).toString();
            connection.rollback();
            return Json.MAPPER.readTree(text).get(0).get("Plan");
        }
    }

    private static long buffers(JsonNode plan) {
        return plan.get("Shared Hit Blocks").asLong()
                + plan.get("Shared Read Blocks").asLong();
    }
}
