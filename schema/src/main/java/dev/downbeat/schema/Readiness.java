package dev.downbeat.schema;

import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Waits until a server answers as it should, and says in one line why it does not. */
public final class Readiness {
    /** How long a command waits for its database by default. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int OLDEST_SERVER = 14;

    /**
     * Returns once the server accepts a connection and is of a supported version. A refused connection and a server that
     * is starting up are tried again, with doubling pauses from 50 ms to 1 s, until the deadline; a refused role or an
     * unknown database is told at once.
     *
     * @param deadline how long to try in all; at least one try is made
     * @throws DatabaseUnavailableException if the server cannot be used
     */
    public static void await(DatabaseUrl url, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                check(url, deadline);
                return;
            } catch (SQLException e) {
                long leftNanos = end - System.nanoTime();
                if (!SqlStates.isPassing(e) || leftNanos < pause.toNanos()) {
                    throw unavailable(url, deadline, e);
                }
            }
            pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static void check(DatabaseUrl url, Duration deadline) throws SQLException {
        var properties = new Properties();
        url.user().ifPresent(user -> properties.setProperty("user", user));
        url.password().ifPresent(password -> properties.setProperty("password", password));
        String seconds = Long.toString(Math.max(1, deadline.toSeconds()));
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("connectTimeout", seconds);
        try (Connection connection = DriverManager.getConnection(url.jdbc(), properties)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST_SERVER) {
                throw new DatabaseUnavailableException(
                        Reason.VERSION,
                        "PostgreSQL %d at %s is too old: expected %d or newer. Upgrade the server or name another with --database."
                                .formatted(version, url, OLDEST_SERVER));
            }
        }
    }

    private static DatabaseUnavailableException unavailable(DatabaseUrl url, Duration deadline, SQLException e) {
        return switch (SqlStates.classify(e)) {
            case AUTHENTICATION ->
                new DatabaseUnavailableException(
                        Reason.AUTHENTICATION,
                        "The database refused the login: %s (%s). Check user and password in --database or DATABASE_URL."
                                .formatted(url, SqlStates.firstLine(e)),
                        e);
            case UNKNOWN_DATABASE ->
                new DatabaseUnavailableException(
                        Reason.UNKNOWN_DATABASE,
                        "The server has no database \"%s\": %s. Create it (createdb %s) or name another with --database."
                                .formatted(url.database(), url, url.database()),
                        e);
            default ->
                new DatabaseUnavailableException(
                        Reason.UNREACHABLE,
                        "The database does not answer: %s (%s; tried for %s s). Start it, or name another with --database."
                                .formatted(url, reason(e), deadline.toMillis() / 1000.0),
                        e);
        };
    }

    private static String reason(SQLException e) {
        return e.getCause() instanceof UnknownHostException unknown
                ? "no such host: " + unknown.getMessage()
                : SqlStates.firstLine(e);
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException(
                    Reason.UNREACHABLE, "Interrupted while waiting for the database.", e);
        }
    }

    private Readiness() {}
}
