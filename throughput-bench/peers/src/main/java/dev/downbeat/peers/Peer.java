package dev.downbeat.peers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** One scheduler under the same test. Each runs in a database of its own. */
sealed interface Peer permits DownbeatPeer, DbSchedulerPeer, JobRunrPeer {
    /** Executions at once in one process; what each does best with is its own affair beyond that. */
    int CONCURRENCY = 50;

    /** Connections of one process. */
    int CONNECTIONS = 12;

    String name();

    /** Returns the version that the build put on the class path. */
    default String version() {
        return System.getProperty(name() + ".version", "unknown");
    }

    /** Makes tables where there are none yet. */
    void install(DataSource database) throws SQLException;

    /** Enqueues executions that do nothing; not timed. */
    void enqueue(DataSource database, int tasks) throws SQLException;

    /** Starts working; returns what stops it. */
    Runnable work(DataSource database, Runnable executed) throws SQLException;

    /** Returns a query for one row with one truth: whether anything is left to do. */
    String anythingLeft();

    /** Asks the database. */
    default boolean anythingLeft(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(anythingLeft())) {
            return row.next() && row.getBoolean(1);
        }
    }
}
