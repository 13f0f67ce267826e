package dev.downbeat.bench.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A transaction that stays open: no row that dies meanwhile can be removed, as behind a forgotten session or a long report. */
final class PinnedHorizon implements AutoCloseable {
    private final Connection connection;

    private PinnedHorizon(Connection connection) {
        this.connection = connection;
    }

    static PinnedHorizon on(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read");
            // The snapshot is taken by the first query.
            statement.execute("select count(*) from downbeat.queue");
            return new PinnedHorizon(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
