package dev.downbeat.bench.ceiling;

import java.sql.SQLException;
import java.sql.Statement;

/** Writes the server's dirty pages out before a measurement. */
public final class Checkpoint {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private Checkpoint() {}

    /** Only superusers and members of pg_checkpoint may; without it the figures are merely noisier. */
    public static void ifPermitted(Statement statement) throws SQLException {
        try {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
