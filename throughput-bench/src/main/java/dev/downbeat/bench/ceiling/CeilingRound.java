package dev.downbeat.bench.ceiling;

import dev.downbeat.bench.ceiling.CeilingShape.Claiming;
import dev.downbeat.bench.ceiling.CeilingShape.Completion;
import dev.downbeat.bench.ceiling.CeilingShape.Handle;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** One timed round: every connection claims and completes batches until nothing is left. */
final class CeilingRound {
    private final CeilingShape shape;
    private final CeilingSettings settings;
    private final CountDownLatch ready;
    private final CountDownLatch go = new CountDownLatch(1);

    private CeilingRound(CeilingShape shape, CeilingSettings settings) {
        this.shape = shape;
        this.settings = settings;
        this.ready = new CountDownLatch(settings.connections());
    }

    /** Returns the nanoseconds from the release of all connections to the end of the last. */
    static long run(DataSource database, CeilingShape shape, CeilingSettings settings)
            throws SQLException, InterruptedException {
        return new CeilingRound(shape, settings).run(database);
    }

    private long run(DataSource database) throws SQLException, InterruptedException {
        var threads = Executors.newFixedThreadPool(
                settings.connections(),
                Thread.ofPlatform().name("ceiling-", 1).daemon().factory());
        try {
            List<Future<Void>> movers = new ArrayList<>();
            for (int i = 0; i < settings.connections(); i++) {
                movers.add(threads.submit(() -> move(database)));
            }
            if (!ready.await(settings.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SQLException("Ceiling: connections were not ready within " + settings.deadline());
            }
            long start = System.nanoTime();
            go.countDown();
            for (Future<Void> mover : movers) {
                await(mover, settings.deadline().toNanos() - (System.nanoTime() - start));
            }
            return System.nanoTime() - start;
        } finally {
            threads.shutdownNow();
        }
    }

    private void await(Future<Void> mover, long nanos) throws SQLException, InterruptedException {
        try {
            mover.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SQLException(
                    "Ceiling: shape %s did not finish within %s".formatted(shape.name(), settings.deadline()), e);
        } catch (ExecutionException e) {
            throw new SQLException("Ceiling: shape %s failed: %s".formatted(shape.name(), e.getCause()), e.getCause());
        }
    }

    private Void move(DataSource database) throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection();
                PreparedStatement claim =
                        connection.prepareStatement(shape.claim().formatted(Ceiling.SCHEMA));
                PreparedStatement complete =
                        connection.prepareStatement(shape.complete().formatted(Ceiling.SCHEMA))) {
            connection.setAutoCommit(shape.completion() == Completion.OWN_TRANSACTION);
            ready.countDown();
            go.await();
            Claimed claimed = claim(claim, Claimed.NOTHING);
            while (!claimed.keys.isEmpty()) {
                complete.setArray(1, connection.createArrayOf(shape.handle().sqlType(), claimed.keys.toArray()));
                complete.executeUpdate();
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
                claimed = claim(claim, claimed);
            }
            connection.setAutoCommit(true);
        } finally {
            // One that failed is not waited for: why it did is told when its end is asked for.
            ready.countDown();
        }
        return null;
    }

    /** Reads all that a worker would need of each row, so that the driver's share is in the figure. */
    private Claimed claim(PreparedStatement claim, Claimed last) throws SQLException {
        boolean fromLast = shape.claiming() == Claiming.FROM_LAST;
        if (fromLast) {
            claim.setString(1, last.runAt);
            claim.setLong(2, last.id);
        }
        claim.setInt(fromLast ? 3 : 1, settings.batch());
        List<Object> keys = new ArrayList<>(settings.batch());
        long id = last.id;
        String runAt = last.runAt;
        try (ResultSet rows = claim.executeQuery()) {
            while (rows.next()) {
                keys.add(shape.handle() == Handle.ID ? (Object) rows.getLong(1) : rows.getString(2));
                rows.getString(3);
                rows.getInt(4);
                rows.getString(5);
                if (fromLast) {
                    id = Math.max(id, rows.getLong(1));
                    runAt = Objects.requireNonNullElse(rows.getString(6), runAt);
                }
            }
        }
        return new Claimed(keys, runAt, id);
    }

    /** What a claim took, and where the next may begin: all rows are of one time. */
    private record Claimed(List<Object> keys, String runAt, long id) {
        static final Claimed NOTHING = new Claimed(List.of(), "-infinity", 0);
    }
}
