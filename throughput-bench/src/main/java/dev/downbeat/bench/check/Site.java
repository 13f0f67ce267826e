package dev.downbeat.bench.check;

import dev.downbeat.queue.Queue;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.scratch.ScratchDatabase;
import dev.downbeat.schema.scratch.ScratchDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;

/** What a check works with: a database of its own with the current schema. Closing drops it. */
final class Site implements AutoCloseable {
    private final ScratchDatabases databases;
    private final ScratchDatabase database;
    private final Queue queue;

    private Site(ScratchDatabases databases, ScratchDatabase database) {
        this.databases = databases;
        this.database = database;
        this.queue = Queue.on(database.dataSource());
    }

    static Site in(ScratchDatabases databases) throws SQLException {
        return new Site(databases, databases.fresh());
    }

    /** Returns where further databases come from. */
    ScratchDatabases databases() {
        return databases;
    }

    DatabaseUrl url() {
        return database.url();
    }

    DataSource pool() {
        return database.dataSource();
    }

    /** Returns how many connections the pool holds at most. */
    int poolSize() {
        return database.dataSource().getMaximumPoolSize();
    }

    Queue queue() {
        return queue;
    }

    /** Opens a connection beside the pool. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        url().user().ifPresent(user -> properties.setProperty("user", user));
        url().password().ifPresent(password -> properties.setProperty("password", password));
        return DriverManager.getConnection(url().jdbc(), properties);
    }

    @Override
    public void close() {
        database.close();
    }
}
