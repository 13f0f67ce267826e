package dev.downbeat.schema.scratch;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.SchemaInstaller;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Databases for measurements, on the user's server: what is measured stands alone, the server's per-database statistics
 * are the measurement's, and nothing stays behind.
 *
 * <p>The schema is installed once, into a template; each measurement gets a clone. Closing drops the template. Thread-safe.
 */
public final class ScratchDatabases implements AutoCloseable {
    private static final String PREFIX = "downbeat_scratch_";
    private static final int POOL_SIZE = 8;

    /** One process may measure twice, the first time on a server that went away and took the clean-up with it. */
    private static final AtomicInteger TEMPLATES = new AtomicInteger();

    private final DatabaseUrl server;
    private final String template;
    private final AtomicInteger count = new AtomicInteger();

    private ScratchDatabases(DatabaseUrl server, String template) {
        this.server = server;
        this.template = template;
    }

    /**
     * Installs the template.
     *
     * @param server any database on the server, of a role that may create databases
     * @throws SQLException if it may not, or the server refuses otherwise
     */
    public static ScratchDatabases prepare(DatabaseUrl server) throws SQLException {
        String template = PREFIX + ProcessHandle.current().pid() + "_" + TEMPLATES.incrementAndGet();
        ScratchDatabases databases = new ScratchDatabases(server, template);
        databases.dropLeftovers();
        databases.create(template, "template0");
        try {
            databases.install();
        } catch (RuntimeException e) {
            databases.close();
            throw e;
        }
        return databases;
    }

    private void install() {
        HikariDataSource pool = Pool.open(server.withDatabase(template), 3);
        try {
            SchemaInstaller.install(pool);
        } finally {
            Pool.close(pool);
        }
    }

    /** Returns a new database with the current schema. */
    public ScratchDatabase fresh() throws SQLException {
        String name = template + "_" + count.incrementAndGet();
        create(name, template);
        DatabaseUrl url = server.withDatabase(name);
        return new ScratchDatabase(url, Pool.open(url, POOL_SIZE), () -> drop(name));
    }

    @Override
    public void close() {
        drop(template);
    }

    private void create(String name, String from) throws SQLException {
        execute("create database %s template %s".formatted(name, from));
        execute("comment on database %s is 'downbeat scratch'".formatted(name));
    }

    private void drop(String name) {
        try {
            execute("drop database if exists %s with (force)".formatted(name));
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "A scratch database could not be dropped: name=%s. Drop it by hand.".formatted(name), e);
        }
    }

    /** What a process that was killed left: databases of ours that nobody is connected to. */
    private void dropLeftovers() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var names = statement.executeQuery("""
                        select datname from pg_database d
                        where shobj_description(oid, 'pg_database') = 'downbeat scratch'
                          and pg_has_role(datdba, 'member')
                          and not exists (select from pg_stat_activity a where a.datid = d.oid)
                        """)) {
            while (names.next()) {
                String name = names.getString(1);
                if (name.startsWith(PREFIX) && !runs(name)) {
                    drop(name);
                }
            }
        }
    }

    /** Whether the process that the name tells of lives: another run, between two databases. */
    private static boolean runs(String name) {
        String pid = name.substring(PREFIX.length()).replaceFirst("_.*", "");
        return pid.chars().allMatch(Character::isDigit)
                && !pid.isEmpty()
                && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        server.user().ifPresent(user -> properties.setProperty("user", user));
        server.password().ifPresent(password -> properties.setProperty("password", password));
        return DriverManager.getConnection(server.jdbc(), properties);
    }
}
