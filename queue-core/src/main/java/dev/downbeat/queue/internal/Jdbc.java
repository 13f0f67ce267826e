package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.PGStatement;

/** How hot statements are prepared. */
final class Jdbc {

    private Jdbc() {}

    /**
     * Prepares on the server at the first execution: every one of these texts runs again and again. Not where the URL says
     * {@code prepareThreshold=0}: behind a pooler in transaction mode.
     */
    static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        PGStatement prepared = statement.unwrap(PGStatement.class);
        if (prepared.getPrepareThreshold() > 0) {
            prepared.setPrepareThreshold(1);
        }
        return statement;
    }
}
