package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Locks parents before their children are touched, and makes them ready when their wait is over. */
public final class Parents {

    // Everybody who changes a child's outcome locks the parent first, lowest id first: no deadlock among flushes.
    private static final String LOCK = """
            select id from ${schema}.waiting where id = any(?::bigint[]) order by id for update
            """;

    // They keep their run_at, so that what was begun goes before what was not. Flag 2: its steps are to be loaded.
    private static final String RESUME = """
            with moved as (
                delete from ${schema}.waiting where id = any(?::bigint[])
                returning id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
            )
            insert into ${schema}.ready
                (id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step)
            select id, run_at, created_at, task_id, run + 1, queue_id, priority, attempt, flags | 2, payload, parent_id, parent_step
            from moved
            returning queue_id
            """;

    private final String lock;
    private final String resume;

    public Parents(SchemaName schema) {
        this.lock = schema.render(LOCK);
        this.resume = schema.render(RESUME);
    }

    void lock(Connection connection, long[] ids) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, lock)) {
            statement.setObject(1, ids);
            statement.executeQuery().close();
        }
    }

    /** Returns the queues on which parents became ready. */
    Set<Integer> resume(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, resume)) {
            statement.setObject(1, ids.stream().mapToLong(Long::longValue).toArray());
            return queues(statement);
        }
    }

    static Set<Integer> queues(PreparedStatement statement) throws SQLException {
        var queues = new TreeSet<Integer>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                queues.add(rows.getInt(1));
            }
        }
        return queues;
    }
}
