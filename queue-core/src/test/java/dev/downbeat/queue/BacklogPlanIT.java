package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BacklogPlanIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);
    private static final int COUNTED = 1_000;

    /** Each counted entry may cost a look at its row; all of 300 000 would cost a hundred times that. */
    private static final int BOUND = 2 * COUNTED;

    @Test
    void readsABoundedNumberOfBuffersHoweverManyAreReady() throws Exception {
        int taskId = queue.installation().taskId(TASK);
        int queueId = queue.installation().queueId("default");
        database.execute("""
                insert into downbeat.ready (task_id, queue_id, priority) select %d, %d, n %% 3 from generate_series(1, 300000) n
                """.formatted(taskId, queueId));
        database.execute("analyze");

        JsonNode plan = explain();

        assertThat(plan.get("Shared Hit Blocks").asLong()
                        + plan.get("Shared Read Blocks").asLong())
                .isLessThan(BOUND);
        assertThat(plan.toString())
                .contains("\"Index Name\":\"ready_claim_idx\"")
                .doesNotContain(
                        "Seq Scan\",\"Parallel Aware\":false,\"Async Capable\":false,\"Relation Name\":\"ready\"");
    }

    private JsonNode explain() throws Exception {
        try (var connection = database.dataSource().getConnection()) {
            DSLContext dsl = queue.installation().schema().jooq(connection);
            var backlog = queue.installation().statements().readBacklog().query(dsl, COUNTED);
            var query = dsl.resultQuery(
                    "explain (analyze, buffers, format json) " + backlog.getSQL(),
                    backlog.getBindValues().toArray());
            return Json.MAPPER
                    .readTree(Objects.requireNonNull(query.fetchSingle().get(0)).toString())
                    .get(0)
                    .get("Plan");
        }
    }
}
