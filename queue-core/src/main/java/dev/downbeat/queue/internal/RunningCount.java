package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what runs under a limit, by key. */
final class RunningCount {

    private static final String TEXT = """
            select ${key}, count(*)::integer
            from ${schema}.running r
            where r.flags & 8 <> 0 and r.${scope}_id = ?
            group by 1
            """;

    private static final String KEY = """
            coalesce(coalesce(r.payload, (select p.body from ${schema}.payload p where p.execution_id = r.id)) #>> ?::text[], '')
            """;

    private final SchemaName schema;

    RunningCount(SchemaName schema) {
        this.schema = schema;
    }

    Map<String, Integer> execute(Connection connection, StoredLimit limit) throws SQLException {
        @Nullable String path = limit.keyPath();
        String sql = schema.render(TEXT.replace("${key}", path == null ? "''" : KEY)
                .replace("${scope}", limit.scope().column()));
        var counts = new HashMap<String, Integer>();
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            int at = 1;
            if (path != null) {
                statement.setString(at++, path);
            }
            statement.setInt(at, limit.scopeId());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        return counts;
    }
}
