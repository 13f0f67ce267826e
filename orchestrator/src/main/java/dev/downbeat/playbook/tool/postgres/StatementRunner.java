package dev.downbeat.playbook.tool.postgres;

import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ToolException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements in order on one connection, up to the first that fails.
 *
 * @param own whether this is the installation's own server, where playbooks live in the schema {@code public}
 * @param perTask whether all statements are one transaction, instead of each its own
 * @param maxRows a statement that returns more rows fails
 * @param deadline by when the server must have answered
 */
record StatementRunner(boolean own, boolean perTask, int maxRows, Deadline deadline) {
    private static final int FETCH_SIZE = 500;
    private static final Pattern SESSION_SETTING = Pattern.compile("(?is)(set|reset)\\s+(?!local\\b).*");

    /** Returns {@code {command_0: {status, rows, row_count, columns}, …}}. */
    Map<String, @Nullable Object> run(Connection connection, SqlWork work, List<Statement> statements)
            throws SQLException, ToolException {
        connection.setAutoCommit(!perTask);
        Map<String, @Nullable Object> results = new LinkedHashMap<>();
        try {
            prepare(connection);
            for (Statement statement : statements) {
                results.put("command_" + results.size(), run(connection, work, statement));
            }
            if (perTask) {
                connection.commit();
            }
            return results;
        } catch (SQLException e) {
            throw failed(e, results, statements.size());
        } finally {
            restore(connection, statements);
        }
    }

    private void prepare(Connection connection) throws SQLException {
        String scope = perTask ? "set local " : "set ";
        long millis = Math.clamp(deadline.remaining().toMillis(), 1, Integer.MAX_VALUE);
        execute(
                connection,
                scope + "statement_timeout = " + millis + (own ? "; " + scope + "search_path = public" : ""));
    }

    private Map<String, @Nullable Object> run(Connection connection, SqlWork work, Statement statement)
            throws SQLException, ToolException {
        if (statement.values().isEmpty()) {
            try (java.sql.Statement plain = work.running(connection.createStatement())) {
                plain.setEscapeProcessing(false);
                limit(plain);
                return result(plain, plain.execute(statement.sql()));
            }
        }
        try (PreparedStatement prepared = work.running(connection.prepareStatement(statement.sql()))) {
            limit(prepared);
            Parameters.bind(prepared, statement.values());
            return result(prepared, prepared.execute());
        }
    }

    private void limit(java.sql.Statement statement) throws SQLException {
        statement.setFetchSize(FETCH_SIZE);
        statement.setMaxRows(maxRows + 1);
    }

    private Map<String, @Nullable Object> result(java.sql.Statement statement, boolean hasRows)
            throws SQLException, ToolException {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("status", "success");
        if (!hasRows) {
            result.put("rows", List.of());
            result.put("row_count", Math.max(0, statement.getUpdateCount()));
            result.put("columns", List.of());
            return result;
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (ResultSet source = statement.getResultSet()) {
            var columns = new Columns(source.getMetaData());
            while (source.next()) {
                if (rows.size() == maxRows) {
                    throw ToolException.of(
                            ErrorKind.SCHEMA,
                            "a statement returned more than %d rows (postgres.max_rows): aggregate, or add a limit"
                                    .formatted(maxRows));
                }
                rows.add(columns.row(source));
            }
            result.put("rows", rows);
            result.put("row_count", rows.size());
            result.put("columns", columns.names());
        }
        return result;
    }

    private ToolException failed(SQLException e, Map<String, @Nullable Object> results, int count) {
        var error = SqlErrors.of(e);
        return new ToolException(
                count > 1 ? error.withDetail("statement", results.size()) : error,
                perTask || results.isEmpty() ? null : results,
                e);
    }

    /** Leaves no open transaction, and nothing set in the session, to whoever gets the connection next. */
    private void restore(Connection connection, List<Statement> statements) {
        try {
            if (perTask) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            if (!perTask
                    || statements.stream()
                            .anyMatch(one -> SESSION_SETTING.matcher(one.sql()).matches())) {
                execute(connection, "reset all");
            }
        } catch (SQLException e) {
            // The connection is broken; the pool will find out.
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
