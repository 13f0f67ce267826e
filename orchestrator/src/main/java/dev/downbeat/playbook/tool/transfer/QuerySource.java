package dev.downbeat.playbook.tool.transfer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a query, through a cursor; values stay the text that PostgreSQL writes and reads. For one thread. */
final class QuerySource implements RowSource {
    private final Connection connection;
    private final Statement statement;
    private final ResultSet rows;

    /** Runs the query in a transaction of its own; takes over the connection and the statement. */
    QuerySource(Connection connection, Statement statement, String query) throws SQLException {
        this.connection = connection;
        this.statement = statement;
        this.rows = statement.executeQuery(query);
    }

    @Override
    public List<String> fields() throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<String> fields = new ArrayList<>();
        for (int column = 1; column <= meta.getColumnCount(); column++) {
            fields.add(meta.getColumnLabel(column));
        }
        return fields;
    }

    @Override
    public boolean next() throws SQLException {
        return rows.next();
    }

    @Override
    public @Nullable Object value(String field) throws SQLException {
        return rows.getString(field);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            statement.close();
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
