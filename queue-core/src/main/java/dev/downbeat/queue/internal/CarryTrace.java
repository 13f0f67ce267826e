package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Lets what SQL functions enqueue continue a trace: they read it from two settings of the transaction. On a connection in
 * auto-commit nothing is carried.
 */
public final class CarryTrace {

    private static final String SET =
            "select set_config('downbeat.traceparent', ?, true), set_config('downbeat.tracestate', ?, true)";

    private CarryTrace() {}

    /**
     * Does the work under the trace, and forgets it afterwards: what others enqueue later in this transaction is theirs.
     *
     * @param trace null if there is none; then nothing is sent
     */
    public static <T extends @Nullable Object> T with(
            Connection connection, @Nullable StoredTrace trace, Transactions.Work<T> work) throws SQLException {
        if (trace == null) {
            return work.run();
        }
        set(connection, trace.parent(), trace.state());
        T result = work.run();
        set(connection, "", null);
        return result;
    }

    private static void set(Connection connection, String parent, @Nullable String state) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, SET)) {
            statement.setString(1, parent);
            statement.setString(2, state == null ? "" : state);
            statement.execute();
        }
    }
}
