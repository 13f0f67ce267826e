package dev.downbeat.bench.run;

import dev.downbeat.bench.report.RunReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The statements that took most time in one database, where the server has {@code pg_stat_statements} loaded. */
final class DearStatements {
    private static final String LOADED = """
            select current_setting('shared_preload_libraries') like '%pg_stat_statements%'
                and exists (select from pg_available_extensions where name = 'pg_stat_statements')
            """;

    private static final String READ = """
            select left(regexp_replace(query, '\\s+', ' ', 'g'), 400), calls, total_exec_time, rows, wal_bytes::bigint
            from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database())
            order by total_exec_time desc
            limit 8
            """;

    private DearStatements() {}

    /** Returns them, the dearest first; none where the server does not count, or the role may not ask. */
    static List<RunReport.Statement> read(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            if (!loaded(statement)) {
                return List.of();
            }
            statement.execute("create extension if not exists pg_stat_statements");
            List<RunReport.Statement> dear = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(READ)) {
                while (rows.next()) {
                    dear.add(new RunReport.Statement(
                            rows.getString(1), rows.getLong(2), rows.getDouble(3), rows.getLong(4), rows.getLong(5)));
                }
            }
            return dear;
        } catch (SQLException e) {
            return List.of(); // the role may not make extensions
        }
    }

    private static boolean loaded(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(LOADED)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
