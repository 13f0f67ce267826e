package dev.downbeat.queue;

import dev.downbeat.schema.testing.Await;
import dev.downbeat.schema.testing.TestDatabase;
import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts two works into each other: the second begins when the first is done and not yet committed. */
final class Interleaving {

    private Interleaving() {}

    /** Work within an open transaction. */
    interface Work {
        @Nullable
        Object on(Connection connection) throws Exception;
    }

    /**
     * Does the first work, lets the second go as far as it comes, commits the first, and returns what the second came to.
     * The second finds its connection itself.
     */
    static <T> T during(TestDatabase database, Work first, Callable<T> second) throws Exception {
        // Closed in the reverse order: whoever waits for the first is free before he is waited for.
        try (var others = Executors.newVirtualThreadPerTaskExecutor();
                Connection watch = database.dataSource().getConnection();
                Connection connection = database.dataSource().getConnection()) {
            long pid = number(connection, "select pg_backend_pid()");
            connection.setAutoCommit(false);
            first.on(connection);
            Future<T> other = others.submit(second);
            String waiting =
                    "select count(*) from pg_stat_activity where %d = any(pg_blocking_pids(pid))".formatted(pid);
            Await.until(
                    "the second is done, or waits for the first", () -> other.isDone() || number(watch, waiting) > 0);
            connection.commit();
            connection.setAutoCommit(true);
            return other.get(60, TimeUnit.SECONDS);
        }
    }

    private static long number(Connection connection, String sql) throws Exception {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
