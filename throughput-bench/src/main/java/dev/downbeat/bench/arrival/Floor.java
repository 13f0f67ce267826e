package dev.downbeat.bench.arrival;

import dev.downbeat.bench.machine.WallClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;
import org.postgresql.PGConnection;

/**
 * Measures how long bare SQL takes from an arrival to its durable claim: an insert that notifies and commits, and a listener
 * that moves what there is and commits. No queue on this server, with this disk and this driver, starts an execution sooner
 * without giving up one of the two commits.
 *
 * <p>Works in a scratch schema of its own and leaves nothing behind. Not safe for two calls at once on one database.
 */
public final class Floor {
    private static final int DIGITS = 3;
    private static final int LOOK_MILLIS = 100;
    private static final Duration LAST = Duration.ofSeconds(60);

    private static final String CREATE = """
            create table downbeat_floor.ready (id bigint generated always as identity primary key, due_micros bigint not null);
            create table downbeat_floor.running (id bigint primary key, due_micros bigint not null)
            """;
    private static final String INSERT =
            "insert into downbeat_floor.ready (due_micros) select ? from pg_notify('downbeat_floor', '')";
    private static final String CLAIM = """
            with taken as (delete from downbeat_floor.ready returning id, due_micros)
            insert into downbeat_floor.running (id, due_micros) select id, due_micros from taken returning due_micros
            """;

    private final DataSource database;
    private final int ratePerSecond;

    /**
     * Prepares nothing yet.
     *
     * @param database hands out at least five connections at once, whose notifications are not kept back by the driver
     * @param ratePerSecond arrivals a second; at least 1
     */
    public Floor(DataSource database, int ratePerSecond) {
        this.database = database;
        this.ratePerSecond = ratePerSecond;
    }

    /**
     * Lets so many arrive; returns the microseconds from each one's intended moment to its claim.
     *
     * @throws SQLException if the server refuses a statement, or the last is not claimed within a minute
     */
    public Histogram measure(int arrivals) throws SQLException, InterruptedException {
        var claimer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("floor").daemon().factory());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists downbeat_floor cascade; create schema downbeat_floor");
            statement.execute(CREATE);
            statement.execute("listen downbeat_floor");
            try {
                Future<Histogram> claimed = claimer.submit(() -> claim(connection, arrivals));
                new OpenArrival(ratePerSecond).run(arrivals, (number, dueMicros) -> insert(dueMicros));
                return await(claimed);
            } finally {
                claimer.shutdownNow();
                claimer.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS);
                statement.execute("unlisten downbeat_floor");
                statement.execute("drop schema downbeat_floor cascade");
            }
        }
    }

    private int insert(long dueMicros) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, dueMicros);
            return insert.executeUpdate();
        }
    }

    private static Histogram claim(Connection connection, int arrivals) throws SQLException {
        Histogram micros = new Histogram(DIGITS);
        PGConnection notified = connection.unwrap(PGConnection.class);
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            while (micros.getTotalCount() < arrivals && !Thread.currentThread().isInterrupted()) {
                if (notified.getNotifications(LOOK_MILLIS) != null) {
                    claim(claim, micros);
                }
            }
        }
        return micros;
    }

    private static void claim(PreparedStatement claim, Histogram micros) throws SQLException {
        try (ResultSet rows = claim.executeQuery()) {
            long now = WallClock.micros();
            while (rows.next()) {
                micros.recordValue(Math.max(0, now - rows.getLong(1)));
            }
        }
    }

    private static Histogram await(Future<Histogram> claimed) throws SQLException, InterruptedException {
        try {
            return claimed.get(LAST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new SQLException("Floor: the claims failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new SQLException("Floor: not all was claimed within " + LAST, e);
        }
    }
}
