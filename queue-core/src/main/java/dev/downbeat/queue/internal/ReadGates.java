package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/** Reads which tasks and queues are paused or limited, and what time it is. */
public final class ReadGates {

    // Shared: limits on what runs at once and nothing else, neither by key nor together with limits of the queue.
    private static final String TEXT = """
            with shared as materialized (
                select l.scope_id, min(l.amount) as amount
                from ${schema}.claim_limit l
                where l.scope = 'task' and l.scope_id = any(?::integer[])
                group by l.scope_id
                having bool_and(l.kind = 'concurrency' and l.key_path = '{}')
                    and not exists (
                        select from ${schema}.task t
                        join ${schema}.claim_limit q on q.scope = 'queue' and q.scope_id = t.queue_id
                        where t.id = l.scope_id)
            )
            select array(select id from ${schema}.task where paused and id = any(?::integer[])),
                array(select id::integer from ${schema}.queue where paused and id = any(?::integer[])),
                array(select distinct scope_id from ${schema}.claim_limit where scope = 'task' and scope_id = any(?::integer[])),
                array(select distinct scope_id from ${schema}.claim_limit where scope = 'queue' and scope_id = any(?::integer[])),
                ${schema}.clock(),
                array(select scope_id from shared order by scope_id),
                array(select amount from shared order by scope_id)
            """;

    private final String sql;

    public ReadGates(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /**
     * What is paused and what is limited at the time {@code now}, by id.
     *
     * @param limitedTasks those with any limit
     * @param sharedTasks those of them with nothing but an amount that may run at once
     */
    public record State(
            Set<Integer> pausedTasks,
            Set<Integer> pausedQueues,
            Set<Integer> limitedTasks,
            Set<Integer> limitedQueues,
            Map<Integer, Integer> sharedTasks,
            Instant now) {}

    /** Returns the statement for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, Integer[] taskIds, Integer[] queueIds) {
        return dsl.resultQuery(sql, taskIds, taskIds, queueIds, taskIds, queueIds);
    }

    public State execute(Connection connection, int[] taskIds, int[] queueIds) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, taskIds);
            statement.setObject(2, taskIds);
            statement.setObject(3, queueIds);
            statement.setObject(4, taskIds);
            statement.setObject(5, queueIds);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new State(
                        ids(rows, 1),
                        ids(rows, 2),
                        ids(rows, 3),
                        ids(rows, 4),
                        amounts(rows),
                        rows.getObject(5, OffsetDateTime.class).toInstant());
            }
        }
    }

    private static Map<Integer, Integer> amounts(ResultSet row) throws SQLException {
        Integer[] tasks = (Integer[]) row.getArray(6).getArray();
        Integer[] amounts = (Integer[]) row.getArray(7).getArray();
        var byTask = new HashMap<Integer, Integer>();
        for (int i = 0; i < tasks.length; i++) {
            byTask.put(tasks[i], amounts[i]);
        }
        return byTask;
    }

    private static Set<Integer> ids(ResultSet row, int column) throws SQLException {
        return Set.of((Integer[]) row.getArray(column).getArray());
    }
}
