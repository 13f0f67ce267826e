package dev.downbeat.worker.overview;

import static dev.downbeat.schema.jooq.Tables.HISTORY;
import static dev.downbeat.schema.jooq.Tables.QUEUE;
import static dev.downbeat.schema.jooq.Tables.READY;
import static dev.downbeat.schema.jooq.Tables.RUNNING;
import static dev.downbeat.schema.jooq.Tables.TASK;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectCount;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.downbeat.schema.jooq.enums.Outcome;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;

/** How each task fares. */
public final class TaskCounts {
    private TaskCounts() {}

    /** One task; completed and failed as far as they are kept. */
    public record Count(
            String task,
            String queue,
            @JsonProperty("max_attempts") int maxAttempts,
            int ready,
            int running,
            int completed,
            int failed,
            boolean paused) {}

    /** Reads all tasks, by name. */
    public static List<Count> read(DSLContext sql) {
        return sql.select(
                        TASK.NAME,
                        QUEUE.NAME,
                        TASK.MAX_ATTEMPTS,
                        field(selectCount().from(READY).where(READY.TASK_ID.eq(TASK.ID))),
                        field(selectCount().from(RUNNING).where(RUNNING.TASK_ID.eq(TASK.ID))),
                        ended(Outcome.completed),
                        ended(Outcome.failed),
                        TASK.PAUSED)
                .from(TASK)
                .join(QUEUE)
                .on(QUEUE.ID.eq(TASK.QUEUE_ID))
                .orderBy(TASK.NAME)
                .fetch(row -> new Count(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7(),
                        row.value8()));
    }

    private static Field<Integer> ended(Outcome outcome) {
        return field(selectCount().from(HISTORY).where(HISTORY.TASK_ID.eq(TASK.ID), HISTORY.OUTCOME.eq(outcome)));
    }
}
