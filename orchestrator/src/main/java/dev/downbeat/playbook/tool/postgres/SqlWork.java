package dev.downbeat.playbook.tool.postgres;

import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ToolException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Works on one connection so that the caller can be interrupted: the work runs in a thread of its own, and who stops
 * waiting has the server cancel the statement that runs. For one call.
 */
public final class SqlWork {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private volatile @Nullable Statement running;
    private volatile boolean cancelled;

    /** What is done with the connection. */
    @FunctionalInterface
    public interface Task<T> {
        T on(Connection connection, SqlWork work) throws SQLException, ToolException;
    }

    /**
     * Takes a connection, does the task, and gives the connection back.
     *
     * @throws ToolException as the task's, for an {@link SQLException} with its kind, and {@code db_timeout} after the
     *     deadline
     * @throws InterruptedException when the call was cancelled
     */
    public <T> T run(DataSource pool, Deadline deadline, Task<T> task) throws ToolException, InterruptedException {
        var work = new FutureTask<>(() -> {
            try (Connection connection = pool.getConnection()) {
                return task.on(connection, this);
            }
        });
        Thread thread = Thread.ofVirtual().name("postgres-tool").start(work);
        try {
            return work.get(deadline.remaining().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            end(thread);
            throw e;
        } catch (TimeoutException e) {
            end(thread);
            throw ToolException.of(ErrorKind.DB_TIMEOUT, "the database did not answer in time");
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Notes the statement that runs from now on; one that comes after the cancellation is refused. */
    public <S extends Statement> S running(S statement) throws SQLException {
        running = statement;
        if (cancelled) {
            throw new SQLException("The call was cancelled", "57014");
        }
        return statement;
    }

    private void end(Thread thread) throws InterruptedException {
        cancelled = true;
        Statement statement = running;
        try {
            if (statement != null) {
                statement.cancel();
            }
        } catch (SQLException e) {
            // It has ended meanwhile, or its connection is gone.
        }
        // Interrupting breaks the connection, so only who waits for one is interrupted at once.
        if (statement == null || !thread.join(GRACE)) {
            thread.interrupt();
        }
    }

    private static ToolException failure(Throwable cause) {
        if (cause instanceof ToolException e) {
            return e;
        }
        if (cause instanceof SQLException e) {
            return new ToolException(SqlErrors.of(e), null, e);
        }
        throw new IllegalStateException("Working on the database failed", cause);
    }
}
