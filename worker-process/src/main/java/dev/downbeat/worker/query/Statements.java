package dev.downbeat.worker.query;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs SQL text that may hold several statements. */
public final class Statements {
    private final Connection connection;
    private final int maxRows;

    public Statements(Connection connection, int maxRows) {
        this.connection = connection;
        this.maxRows = maxRows;
    }

    /** Runs all statements; returns one answer each, in order. */
    public List<Answer> run(String sql) throws SQLException {
        List<Answer> answers = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(maxRows + 1);
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() >= 0) {
                answers.add(rows ? read(statement) : Answer.changed(statement.getUpdateCount()));
                rows = statement.getMoreResults();
            }
        }
        return answers;
    }

    private Answer read(Statement statement) throws SQLException {
        try (ResultSet result = statement.getResultSet()) {
            ResultSetMetaData meta = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(meta.getColumnLabel(i));
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            boolean more = result.next();
            while (more && rows.size() < maxRows) {
                rows.add(row(result, columns.size()));
                more = result.next();
            }
            return new Answer(columns, rows, -1, more);
        }
    }

    private static List<@Nullable Object> row(ResultSet result, int columns) throws SQLException {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            row.add(plain(result.getObject(i)));
        }
        return row;
    }

    /** Numbers, truth values and arrays of them stay; anything else is told as Postgres spells it. */
    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case Number number -> number;
            case Boolean truth -> truth;
            case Timestamp moment -> moment.toInstant().toString();
            case Array array -> Arrays.asList((Object[]) array.getArray()).toString();
            default -> value.toString();
        };
    }
}
