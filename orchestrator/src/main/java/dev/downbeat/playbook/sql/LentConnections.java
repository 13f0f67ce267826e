package dev.downbeat.playbook.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Connections for jOOQ: the one that was lent to this thread, else one of the pool for each statement.
 *
 * <p>A transaction that stores a value may have to read another first: what is kept by reference, the results of a loop
 * page by page. With a connection of its own for that, as many transactions as the pool has connections would wait for
 * each other. So each lends its own. Safe from any thread.
 */
public final class LentConnections implements ConnectionProvider {
    private static final ThreadLocal<@Nullable Loan> LOAN = new ThreadLocal<>();

    private final DataSource pool;

    /** Takes connections of this pool where none is lent. */
    public LentConnections(DataSource pool) {
        this.pool = pool;
    }

    /** A connection, and who may use it. */
    private record Loan(LentConnections to, Connection connection) {}

    /** Work during which a connection is lent. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run() throws Exception;
    }

    /** Lends a connection to the calling thread for as long as the work takes; the caller keeps and closes it. */
    public <T extends @Nullable Object> T lend(Connection connection, Work<T> work) throws Exception {
        Loan before = LOAN.get();
        LOAN.set(new Loan(this, connection));
        try {
            return work.run();
        } finally {
            LOAN.set(before);
        }
    }

    @Override
    public Connection acquire() {
        Connection own = lent();
        if (own != null) {
            return own;
        }
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new DataAccessException("No connection to the database: " + e.getMessage(), e);
        }
    }

    @Override
    public void release(Connection connection) {
        if (connection.equals(lent())) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DataAccessException("A connection could not be given back: " + e.getMessage(), e);
        }
    }

    private @Nullable Connection lent() {
        Loan loan = LOAN.get();
        return loan != null && loan.to.equals(this) ? loan.connection : null;
    }
}
