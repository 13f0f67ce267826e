package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs work in one transaction, again if another transaction was in the way. */
public final class Transactions {

    private static final int TRIES = 5;

    private Transactions() {}

    /** Work on a connection. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    /**
     * Commits the work, or rolls it back and throws; the connection is in auto-commit before and after. Within a
     * transaction it is part of that, which whoever began it ends.
     */
    public static <T extends @Nullable Object> T run(Connection connection, Work<T> work) throws SQLException {
        return connection.getAutoCommit() ? again(() -> once(connection, work)) : work.run();
    }

    /** Runs work that is one statement, a transaction by itself on a connection in auto-commit. Else as {@link #run}. */
    public static <T extends @Nullable Object> T runStatement(Connection connection, Work<T> work) throws SQLException {
        return connection.getAutoCommit() ? again(work) : work.run();
    }

    private static <T extends @Nullable Object> T again(Work<T> work) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return work.run();
            } catch (SQLException e) {
                if (tries == TRIES || !SqlStates.isContention(e)) {
                    throw e;
                }
            }
        }
    }

    private static <T extends @Nullable Object> T once(Connection connection, Work<T> work) throws SQLException {
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
