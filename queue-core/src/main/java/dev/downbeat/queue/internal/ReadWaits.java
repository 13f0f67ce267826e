package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/** Reads how long claimed executions have been due, by the database's clock. */
public final class ReadWaits {

    private static final String TEXT = """
            select r.id, greatest(0, extract(epoch from (select ${schema}.clock()) - r.run_at) * 1000000)::bigint
            from ${schema}.running r
            where r.id = any(?::bigint[])
            """;

    private final String sql;

    public ReadWaits(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** Returns the statement for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, Long[] ids) {
        return dsl.resultQuery(sql, (Object) ids);
    }

    /** Returns microseconds by id, of those that still run. */
    public Map<Long, Long> execute(Connection connection, long[] ids) throws SQLException {
        var waits = new HashMap<Long, Long>();
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    waits.put(rows.getLong(1), rows.getLong(2));
                }
            }
        }
        return waits;
    }
}
