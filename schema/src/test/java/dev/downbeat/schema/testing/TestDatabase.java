package dev.downbeat.schema.testing;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.SchemaInstaller;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database of one test's own on a real server: the one that {@code DATABASE_URL} names, else an embedded one that
 * lives as long as the JVM. Closing drops it.
 *
 * <p>A migrated database is cloned from a template, which takes some 100 ms; the next one is made while a test runs.
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
        return on(Template.INSTANCE.nextClone());
    }

    /** Returns a new database with nothing in it. */
    public static TestDatabase empty() {
        return on(create("template0"));
    }

    private static TestDatabase on(String name) {
        TestServer server = TestServer.instance();
        return new TestDatabase(server, server.url().withDatabase(name));
    }

    private static String create(String template) {
        String name = "test_%d_%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
        TestServer.instance().execute("create database " + name + " template " + template);
        return name;
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
    private static final class Template {
        private static final Template INSTANCE = new Template();

        private final String databaseName;
        private @Nullable CompletableFuture<String> next; // guarded by this

        private Template() {
            TestServer server = TestServer.instance();
            databaseName = "template_%d".formatted(ProcessHandle.current().pid());
            server.execute("create database " + databaseName + " template template0");
            try (HikariDataSource dataSource = Pool.open(server.url().withDatabase(databaseName), 3)) {
                SchemaInstaller.install(dataSource);
            }
            server.atExit(() -> {
                dropNext(server);
                server.execute("drop database if exists " + databaseName + " with (force)");
            });
        }

        /** Returns the name of a clone that nobody else has. */
        synchronized String nextClone() {
            CompletableFuture<String> made = next == null ? begin() : next;
            next = null; // if it failed, the next one may yet succeed
            String name = made.join();
            next = begin();
            return name;
        }

        private CompletableFuture<String> begin() {
            var clone = new CompletableFuture<String>();
            Thread.ofPlatform().daemon().name("test-database").start(() -> {
                try {
                    clone.complete(create(databaseName));
                } catch (RuntimeException e) {
                    clone.completeExceptionally(e);
                }
            });
            return clone;
        }

        private synchronized void dropNext(TestServer server) {
            if (next != null) {
                next.thenAccept(name -> server.execute("drop database if exists " + name + " with (force)"))
                        .join();
            }
        }
    }
}
