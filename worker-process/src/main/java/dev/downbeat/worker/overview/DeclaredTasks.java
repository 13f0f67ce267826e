package dev.downbeat.worker.overview;

import static dev.downbeat.schema.jooq.Tables.QUEUE;
import static dev.downbeat.schema.jooq.Tables.TASK;

import java.util.Map;
import org.jooq.DSLContext;

/** The tasks that workers have declared. */
public final class DeclaredTasks {
    private DeclaredTasks() {}

    /** Reads the queue of each task, by the task's name. */
    public static Map<String, String> read(DSLContext sql) {
        return sql.select(TASK.NAME, QUEUE.NAME)
                .from(TASK)
                .join(QUEUE)
                .on(QUEUE.ID.eq(TASK.QUEUE_ID))
                .fetchMap(TASK.NAME, QUEUE.NAME);
    }
}
