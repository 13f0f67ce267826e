package dev.downbeat.schema;

import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Brings the schema up to date.
 *
 * <p>Any number of processes may install at once: one does the work behind an advisory lock, the others wait for it and
 * find it done. Where the schema is current already, a start costs one SELECT and Liquibase is not loaded. The lock lives
 * in a transaction, so that a killed installer leaves none behind and poolers in transaction mode do no harm.
 */
public final class SchemaInstaller {
    /** The schema of an installation that is given no name. */
    public static final String SCHEMA = "downbeat";

    private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(1);

    /** Identifies the installation's advisory lock: "downbeat" as eight bytes. */
    private static final long LOCK = 0x646f776e62656174L;

    /** What needs no quotes, whatever statement it stands in. */
    private static final Pattern NAME = Pattern.compile("(?!pg_)[a-z_][a-z0-9_]{0,62}");

    /** Installs or upgrades the schema {@code downbeat} if it is not current, see {@link #install(DataSource, String)}. */
    public static boolean install(DataSource dataSource) {
        return install(dataSource, SCHEMA);
    }

    /**
     * Installs or upgrades one installation if it is not current; others in the same database stay as they are.
     *
     * @param schema its name: lower case letters, digits and underscores, no reserved word; at most 63
     * @return whether anything was installed
     * @throws IllegalArgumentException if the name breaks the rule
     * @throws DatabaseUnavailableException if the schema is newer than this program, or a migration fails
     */
    public static boolean install(DataSource dataSource, String schema) {
        check(schema);
        checkUnreserved(dataSource, schema);
        if (isCurrent(schema, installedVersion(dataSource, schema))) {
            return false;
        }
        try (Connection guard = dataSource.getConnection()) {
            guard.setAutoCommit(false);
            try {
                lock(guard);
                boolean installs = !isCurrent(schema, installedVersion(dataSource, schema));
                if (installs) {
                    migrate(dataSource, schema);
                }
                return installs;
            } finally {
                guard.rollback();
                guard.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw broken("The schema could not be installed: " + SqlStates.firstLine(e), e);
        }
    }

    /**
     * Checks that the schema is current, installing nothing.
     *
     * @throws DatabaseUnavailableException if it is missing, older or newer
     */
    public static void check(DataSource dataSource) {
        if (!isCurrent(SCHEMA, installedVersion(dataSource))) {
            throw new DatabaseUnavailableException(
                    Reason.SCHEMA_MISSING,
                    "The schema \"%s\" is missing or older than version %d. Run: downbeat db migrate"
                            .formatted(SCHEMA, SchemaVersion.CURRENT));
        }
    }

    /** Returns the installed version of schema {@code downbeat}; empty where nothing is installed. */
    public static OptionalInt installedVersion(DataSource dataSource) {
        return installedVersion(dataSource, SCHEMA);
    }

    /** Returns the installed version of an installation; empty where nothing is installed. */
    public static OptionalInt installedVersion(DataSource dataSource, String schema) {
        check(schema);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select version from " + schema + ".installation")) {
            return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
        } catch (SQLException e) {
            if (SqlStates.isMissingTable(e)) {
                return OptionalInt.empty();
            }
            throw broken("The schema's version could not be read: " + SqlStates.firstLine(e), e);
        }
    }

    private static boolean isCurrent(String schema, OptionalInt installed) {
        if (installed.orElse(0) > SchemaVersion.CURRENT) {
            throw new DatabaseUnavailableException(
                    Reason.SCHEMA_NEWER,
                    "The schema \"%s\" has version %d, this program knows %d. Use the newer Downbeat that installed it."
                            .formatted(schema, installed.getAsInt(), SchemaVersion.CURRENT));
        }
        return installed.isPresent() && installed.getAsInt() == SchemaVersion.CURRENT;
    }

    private static void check(String schema) {
        if (!NAME.matcher(schema).matches()) {
            throw new IllegalArgumentException(
                    "expected a schema name matching %s, got \"%s\"".formatted(NAME, schema));
        }
    }

    /** Only the server knows which words are reserved. */
    private static void checkUnreserved(DataSource dataSource, String schema) {
        if (schema.equals(SCHEMA)) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select quote_ident(?)")) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next() && !row.getString(1).equals(schema)) {
                    throw new IllegalArgumentException(
                            "expected a schema name that is no reserved word, got \"%s\"".formatted(schema));
                }
            }
        } catch (SQLException e) {
            throw broken("The schema's name could not be checked: " + SqlStates.firstLine(e), e);
        }
    }

    private static void lock(Connection guard) throws SQLException {
        try (Statement statement = guard.createStatement()) {
            statement.execute("set local lock_timeout = " + LOCK_TIMEOUT.toMillis());
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    private static void migrate(DataSource dataSource, String schema) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create schema if not exists " + schema);
            }
            new Migration(connection, schema).run();
            connection.setAutoCommit(true);
            record(connection, schema);
        }
    }

    private static void record(Connection connection, String schema) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "insert into " + schema
                        + ".installation (version) values (?) on conflict (only_row) do update set version = excluded.version")) {
            upsert.setInt(1, SchemaVersion.CURRENT);
            upsert.executeUpdate();
        }
    }

    private static DatabaseUnavailableException broken(String message, SQLException e) {
        return new DatabaseUnavailableException(Reason.BROKEN, message, e);
    }

    private SchemaInstaller() {}
}
