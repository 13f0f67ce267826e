package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Cheap looks, by which the upkeep learns whether there is anything to do, and when. */
final class Look {

    private Look() {}

    /** Returns what the statement, of one boolean, tells. */
    static boolean isAny(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Returns the milliseconds that the statement tells; MAX_VALUE if it tells null. */
    static long millis(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long millis = row.getLong(1);
            return row.wasNull() ? Long.MAX_VALUE : millis;
        }
    }
}
