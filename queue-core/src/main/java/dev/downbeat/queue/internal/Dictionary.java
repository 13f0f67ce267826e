package dev.downbeat.queue.internal;

import static dev.downbeat.schema.jooq.Tables.QUEUE;
import static dev.downbeat.schema.jooq.Tables.TASK;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.val;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.types.YearToSecond;

/**
 * The small numbers that stand for the names of queues and tasks; read once, then remembered: they never change.
 *
 * <p>Uses a connection of its own, so that a caller's rollback cannot make a remembered number wrong. Safe for any thread.
 */
public final class Dictionary {

    private final DataSource dataSource;
    private final SchemaName schema;
    private final Map<String, Integer> queues = new ConcurrentHashMap<>();
    private final Map<String, Integer> tasks = new ConcurrentHashMap<>();

    public Dictionary(DataSource dataSource, SchemaName schema) {
        this.dataSource = dataSource;
        this.schema = schema;
    }

    /** Returns the number of a queue; a new name gets one. */
    public int queueId(String name) throws SQLException {
        Integer known = queues.get(name);
        return known != null ? known : remember(queues, name, sql -> queueId(sql, name));
    }

    /** Returns the number of a task; a new name gets one. */
    public int taskId(String name, String queue) throws SQLException {
        Integer known = tasks.get(name);
        if (known != null) {
            return known;
        }
        int queueId = queueId(queue);
        return remember(tasks, name, sql -> taskId(sql, name, queueId));
    }

    /**
     * Tells the database what a worker knows of a task: its queue, how many attempts a rescuer may grant, and how long
     * finished executions are kept.
     */
    public void declare(String name, String queue, int maxAttempts, long keepCompletedSeconds, long keepFailedSeconds)
            throws SQLException {
        int taskId = taskId(name, queue);
        var declared = row(
                val((short) queueId(queue)),
                val((short) maxAttempts),
                val(YearToSecond.valueOf(Duration.ofSeconds(keepCompletedSeconds))),
                val(YearToSecond.valueOf(Duration.ofSeconds(keepFailedSeconds))));
        try (Connection connection = dataSource.getConnection()) {
            schema.jooq(connection)
                    .update(TASK)
                    .set(row(TASK.QUEUE_ID, TASK.MAX_ATTEMPTS, TASK.KEEP_COMPLETED, TASK.KEEP_FAILED), declared)
                    .where(TASK.ID.eq(taskId))
                    .and(row(TASK.QUEUE_ID, TASK.MAX_ATTEMPTS, TASK.KEEP_COMPLETED, TASK.KEEP_FAILED)
                            .ne(declared))
                    .execute();
        }
    }

    private int remember(Map<String, Integer> known, String name, Lookup lookup) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int id = lookup.id(schema.jooq(connection));
            known.put(name, id);
            return id;
        }
    }

    private static int queueId(DSLContext sql, String name) {
        return find(sql, name).orElseGet(() -> {
            sql.insertInto(QUEUE).set(QUEUE.NAME, name).onConflictDoNothing().execute();
            return find(sql, name).orElseThrow();
        });
    }

    private static Optional<Integer> find(DSLContext sql, String queue) {
        return sql.select(QUEUE.ID)
                .from(QUEUE)
                .where(QUEUE.NAME.eq(queue))
                .fetchOptional(QUEUE.ID)
                .map(Short::intValue);
    }

    private static int taskId(DSLContext sql, String name, int queueId) {
        return findTask(sql, name).orElseGet(() -> {
            sql.insertInto(TASK)
                    .set(TASK.NAME, name)
                    .set(TASK.QUEUE_ID, (short) queueId)
                    .onConflictDoNothing()
                    .execute();
            return findTask(sql, name).orElseThrow();
        });
    }

    private static Optional<Integer> findTask(DSLContext sql, String name) {
        return sql.select(TASK.ID).from(TASK).where(TASK.NAME.eq(name)).fetchOptional(TASK.ID);
    }

    private interface Lookup {
        int id(DSLContext sql);
    }
}
