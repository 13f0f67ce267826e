package dev.downbeat.bench.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the whole server counts: its WAL, and from version 16 on the pages that it reads and writes. */
final class ServerActivity {
    private static final int IO_SINCE = 16;

    private static final String WAL = """
            select wal_records as "WAL records", wal_fpi as "WAL full pages", wal_buffers_full as "WAL buffers full"
            from pg_stat_wal
            """;

    private static final String IO = """
            select coalesce(sum(reads), 0) as "page reads", coalesce(sum(writes), 0) as "page writes",
                   coalesce(sum(extends), 0) as "page extends", coalesce(sum(fsyncs), 0) as "fsyncs of tables"
            from pg_stat_io where object = 'relation'
            """;

    private ServerActivity() {}

    /** Returns the counters by names that people read. */
    static Map<String, Double> read(Connection connection) throws SQLException {
        Map<String, Double> counters = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            add(counters, statement, WAL);
            if (connection.getMetaData().getDatabaseMajorVersion() >= IO_SINCE) {
                add(counters, statement, IO);
            }
        }
        return counters;
    }

    private static void add(Map<String, Double> counters, Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                counters.put(row.getMetaData().getColumnLabel(column), row.getDouble(column));
            }
        }
    }
}
