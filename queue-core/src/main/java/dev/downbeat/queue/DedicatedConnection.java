package dev.downbeat.queue;

import dev.downbeat.queue.internal.PlannerSettings;
import dev.downbeat.queue.internal.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the pool that one thread keeps: opened when first needed, given up after an error, opened again.
 *
 * <p>Nobody who empties the pool can make its owner wait. For one thread, but for {@link #close}.
 */
final class DedicatedConnection implements AutoCloseable {

    private final DataSource dataSource;
    private final Duration patience;
    private final boolean session;
    private @Nullable Connection connection;

    /**
     * @param patience a statement without an answer for so long is given up, and the connection with it
     * @param session whether the connection keeps its session, which a pooler in transaction mode does not grant; without,
     *     each work is one transaction
     */
    DedicatedConnection(DataSource dataSource, Duration patience, boolean session) {
        this.dataSource = dataSource;
        this.patience = patience;
        this.session = session;
    }

    <T extends @Nullable Object> T with(Installation.Work<T> work) throws SQLException {
        Connection open = open();
        try {
            return session
                    ? work.on(open)
                    : Transactions.run(open, () -> {
                        PlannerSettings.setLocally(open);
                        return work.on(open);
                    });
        } catch (SQLException e) {
            if (!isUsable(open)) {
                giveUp(open, e);
            }
            throw e;
        }
    }

    /** Opens it now, if it is not, so that the first use need not wait for it. */
    void connect() throws SQLException {
        open();
    }

    private synchronized Connection open() throws SQLException {
        if (connection == null) {
            Connection fresh = dataSource.getConnection();
            try {
                fresh.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
                if (session) {
                    execute(fresh, PlannerSettings.BY_INDEX);
                }
            } catch (SQLException e) {
                fresh.close();
                throw e;
            }
            connection = fresh;
        }
        return connection;
    }

    private static void execute(Connection open, String settings) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute(settings);
        }
    }

    private static boolean isUsable(Connection open) {
        try {
            return !open.isClosed() && open.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private synchronized void giveUp(Connection broken, SQLException reason) {
        connection = null;
        try {
            broken.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public synchronized void close() {
        if (connection == null) {
            return;
        }
        try (Connection last = connection) {
            if (session) {
                execute(last, PlannerSettings.RESET);
            }
            last.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException e) {
            // It goes back to the pool broken, and the pool notices.
        } finally {
            connection = null;
        }
    }
}
