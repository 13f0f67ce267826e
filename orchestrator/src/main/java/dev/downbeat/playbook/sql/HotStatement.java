package dev.downbeat.playbook.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.JSONB;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A statement that runs for every command of every playbook: one text, prepared on the server at its first run, bound by
 * position. Building and rendering such statements anew took two thirds of a young worker's time.
 *
 * <p>Parameters may be numbers, booleans, texts, {@link JSONB} (write {@code ?::jsonb}), arrays of {@code long}, and arrays
 * of texts, longs, integers and doubles with nulls in them. A failure is a {@link DataAccessException}, as jOOQ's are.
 * Immutable.
 */
public final class HotStatement {
    private final String text;

    private HotStatement(String text) {
        this.text = text;
    }

    /** Returns the statement with this text. */
    public static HotStatement of(String text) {
        return new HotStatement(text);
    }

    /** Reads one row at the cursor. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /** Returns the text, for analysis. */
    public String text() {
        return text;
    }

    /** Runs it and returns how many rows it changed. */
    public int update(Connection connection, @Nullable Object... values) {
        return with(connection, PreparedStatement::executeUpdate, values);
    }

    /** Returns the first row that it finds. */
    public <T> Optional<T> first(Connection connection, Row<T> row, @Nullable Object... values) {
        return with(
                connection,
                statement -> {
                    try (ResultSet found = statement.executeQuery()) {
                        return found.next() ? Optional.of(row.read(found)) : Optional.empty();
                    }
                },
                values);
    }

    /** Returns the first row that it finds, on a connection that it borrows for that. */
    public <T> Optional<T> first(DataSource database, Row<T> row, @Nullable Object... values) {
        try (Connection connection = database.getConnection()) {
            return first(connection, row, values);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Returns all rows that it finds. */
    public <T> List<T> all(Connection connection, Row<T> row, @Nullable Object... values) {
        return with(
                connection,
                statement -> {
                    List<T> rows = new ArrayList<>();
                    try (ResultSet found = statement.executeQuery()) {
                        while (found.next()) {
                            rows.add(row.read(found));
                        }
                    }
                    return rows;
                },
                values);
    }

    /** Returns all rows that it finds, on a connection that it borrows for that. */
    public <T> List<T> all(DataSource database, Row<T> row, @Nullable Object... values) {
        try (Connection connection = database.getConnection()) {
            return all(connection, row, values);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Returns a json column; null for SQL null. */
    public static @Nullable JSONB json(ResultSet row, int column) throws SQLException {
        String json = row.getString(column);
        return json == null ? null : JSONB.jsonb(json);
    }

    /** Returns an integer column; null for SQL null. */
    public static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private <T> T with(Connection connection, Use<T> use, @Nullable Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(1);
            for (int i = 0; i < values.length; i++) {
                bind(connection, statement, i + 1, values[i]);
            }
            return use.of(statement);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, int place, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(place, Types.NULL);
            case String text -> statement.setString(place, text);
            case JSONB json -> statement.setString(place, json.data());
            case String[] texts -> statement.setArray(place, connection.createArrayOf("text", texts));
            case Long[] longs -> statement.setArray(place, connection.createArrayOf("int8", longs));
            case Integer[] integers -> statement.setArray(place, connection.createArrayOf("int4", integers));
            case Double[] doubles -> statement.setArray(place, connection.createArrayOf("float8", doubles));
            default -> statement.setObject(place, value);
        }
    }

    private static DataAccessException failed(SQLException e) {
        return new DataAccessException(String.valueOf(e.getMessage()), e);
    }
}
