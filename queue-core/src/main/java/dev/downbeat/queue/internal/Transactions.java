package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs work in one transaction, again if another transaction was in the way. */
public final class Transactions {

    private static final int TRIES = 5;

    private Transactions() {}

    /** Work on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException;
    }

    /** Commits the work, or rolls it back and throws; the connection is in auto-commit before and after. */
    public static <T> T run(Connection connection, Work<T> work) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return once(connection, work);
            } catch (SQLException e) {
                if (tries == TRIES || !SqlStates.isContention(e)) {
                    throw e;
                }
            }
        }
    }

    private static <T> T once(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
        return result;
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
