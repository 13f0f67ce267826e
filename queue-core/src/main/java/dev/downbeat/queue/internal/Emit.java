package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Emits an event inside the caller's transaction: by the SQL function, so that Java and triggers mean the same by it. */
public final class Emit {

    private static final String TEXT = """
            select event_id, executions, queue_ids from ${schema}.emit_event(?, ?::jsonb, ?)
            """;

    private final String sql;

    public Emit(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /**
     * What an emit did.
     *
     * @param queues on which something became ready
     */
    public record Emission(long eventId, int executions, Set<Integer> queues) {}

    /**
     * Emits one event.
     *
     * @param payload JSON text
     * @param trace what the executions of those who subscribed carry; null for nothing
     */
    public Emission execute(
            Connection connection, String name, String key, @Nullable String payload, @Nullable StoredTrace trace)
            throws SQLException {
        return CarryTrace.with(connection, trace, () -> execute(connection, name, key, payload));
    }

    private Emission execute(Connection connection, String name, String key, @Nullable String payload)
            throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setString(1, name);
            statement.setString(2, payload);
            statement.setString(3, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Emission(row.getLong(1), row.getInt(2), Set.of((Integer[])
                        row.getArray(3).getArray()));
            }
        }
    }
}
