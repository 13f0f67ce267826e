package dev.downbeat.schema.testing;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.SchemaInstaller;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database of one test's own on a real server: the one that {@code DATABASE_URL} names, else an embedded one that
 * lives as long as the JVM. Closing drops it.
 *
 * <p>A migrated database is cloned from a template, which takes some 50 ms.
 */
public final class TestDatabase implements AutoCloseable {
    private static final int POOL_SIZE = 32;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final DatabaseUrl url;
    private final HikariDataSource dataSource;

    private TestDatabase(TestServer server, DatabaseUrl url) {
        this.server = server;
        this.url = url;
        this.dataSource = Pool.open(url, POOL_SIZE);
    }

    /** Returns a new database with the current schema. */
    public static TestDatabase fresh() {
        return create(Template.INSTANCE.databaseName());
    }

    /** Returns a new database with nothing in it. */
    public static TestDatabase empty() {
        return create("template0");
    }

    private static TestDatabase create(String template) {
        TestServer server = TestServer.instance();
        String name = "test_%d_%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
        server.execute("create database " + name + " template " + template);
        return new TestDatabase(server, server.url().withDatabase(name));
    }

    /** Returns a pool on it, of up to 32 connections. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Returns where it is, password included. */
    public DatabaseUrl url() {
        return url;
    }

    /** Runs one statement, for arrangements that have no API. */
    public void execute(String sql) {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        dataSource.close();
        server.execute("drop database if exists " + url.database() + " with (force)");
    }

    /** The migrated database that others are cloned from, made once a JVM. */
    private enum Template {
        INSTANCE;

        private final String databaseName;

        Template() {
            TestServer server = TestServer.instance();
            databaseName = "template_%d".formatted(ProcessHandle.current().pid());
            server.execute("create database " + databaseName + " template template0");
            try (HikariDataSource dataSource = Pool.open(server.url().withDatabase(databaseName), 3)) {
                SchemaInstaller.install(dataSource);
            }
            server.atExit("drop database if exists " + databaseName + " with (force)");
        }

        String databaseName() {
            return databaseName;
        }
    }
}
