package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The cancellations that a worker is asked for. */
public final class CancellationInbox {

    private static final String READ = """
            select execution_id, reason from ${schema}.cancellation where worker_id = ?
            """;

    private static final String REMOVE = """
            delete from ${schema}.cancellation where worker_id = ? and execution_id = any(?::bigint[])
            """;

    private final String read;
    private final String remove;

    public CancellationInbox(SchemaName schema) {
        this.read = schema.render(READ);
        this.remove = schema.render(REMOVE);
    }

    /** Returns the reasons by execution id. */
    public Map<Long, String> read(Connection connection, long workerId) throws SQLException {
        var requests = new HashMap<Long, String>();
        try (PreparedStatement statement = Jdbc.prepare(connection, read)) {
            statement.setLong(1, workerId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    requests.put(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return requests;
    }

    public void remove(Connection connection, long workerId, Collection<Long> executionIds) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, remove)) {
            statement.setLong(1, workerId);
            statement.setObject(
                    2, executionIds.stream().mapToLong(Long::longValue).toArray());
            statement.executeUpdate();
        }
    }
}
