package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/** Reads which tasks and queues are paused or limited, and what time it is. */
public final class ReadGates {

    private static final String TEXT = """
            select array(select id from ${schema}.task where paused and id = any(?::integer[])),
                array(select id::integer from ${schema}.queue where paused and id = any(?::integer[])),
                array(select distinct scope_id from ${schema}.claim_limit where scope = 'task' and scope_id = any(?::integer[])),
                array(select distinct scope_id from ${schema}.claim_limit where scope = 'queue' and scope_id = any(?::integer[])),
                ${schema}.clock()
            """;

    private final String sql;

    public ReadGates(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** What is paused and what is limited at the time {@code now}, by id. */
    public record State(
            Set<Integer> pausedTasks,
            Set<Integer> pausedQueues,
            Set<Integer> limitedTasks,
            Set<Integer> limitedQueues,
            Instant now) {}

    /** Returns the statement for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, Integer[] taskIds, Integer[] queueIds) {
        return dsl.resultQuery(sql, taskIds, queueIds, taskIds, queueIds);
    }

    public State execute(Connection connection, int[] taskIds, int[] queueIds) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, taskIds);
            statement.setObject(2, queueIds);
            statement.setObject(3, taskIds);
            statement.setObject(4, queueIds);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new State(
                        ids(rows, 1),
                        ids(rows, 2),
                        ids(rows, 3),
                        ids(rows, 4),
                        rows.getObject(5, OffsetDateTime.class).toInstant());
            }
        }
    }

    private static Set<Integer> ids(ResultSet row, int column) throws SQLException {
        return Set.of((Integer[]) row.getArray(column).getArray());
    }
}
