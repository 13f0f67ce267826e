package dev.downbeat.bench.run;

import dev.downbeat.bench.report.RunReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * What the server itself counted for one database, at one moment.
 *
 * @param commits transactions committed
 * @param walBytes the position in the WAL; the whole server's
 * @param blocksHit buffers found in memory
 * @param blocksRead buffers read from the kernel
 * @param deadTuples rows that vacuum has still to remove
 * @param tableBytes the queue's tables
 * @param indexBytes their indexes
 * @param activity what the whole server counted
 * @param statements the dearest so far, where they are counted
 */
record ServerStatistics(
        long commits,
        long walBytes,
        long blocksHit,
        long blocksRead,
        long deadTuples,
        long tableBytes,
        long indexBytes,
        Map<String, Double> activity,
        List<RunReport.Statement> statements) {

    /** Servers before 15 hand their counters over only twice a second. */
    private static final Duration SETTLING = Duration.ofMillis(600);

    private static final String READ = """
            select d.xact_commit, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint, d.blks_hit, d.blks_read,
                   t.dead, t.table_bytes, t.index_bytes
            from pg_stat_database d,
                 (select coalesce(sum(n_dead_tup), 0)::bigint as dead,
                         coalesce(sum(pg_table_size(relid)), 0)::bigint as table_bytes,
                         coalesce(sum(pg_indexes_size(relid)), 0)::bigint as index_bytes
                  from pg_stat_user_tables where schemaname = 'downbeat') t
            where d.datname = current_database()
            """;

    static ServerStatistics read(DataSource database) throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            settle(connection, statement);
            try (var row = statement.executeQuery(READ)) {
                row.next();
                return new ServerStatistics(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        ServerActivity.read(connection),
                        DearStatements.read(connection));
            }
        }
    }

    /** Returns how much the whole server's counters have risen. */
    Map<String, Double> activitySince(ServerStatistics before) {
        Map<String, Double> risen = new LinkedHashMap<>();
        activity.forEach((name, value) -> risen.put(name, value - before.activity.getOrDefault(name, 0.0)));
        return risen;
    }

    private static void settle(Connection connection, Statement statement) throws SQLException, InterruptedException {
        if (connection.getMetaData().getDatabaseMajorVersion() >= 15) {
            statement.execute("select pg_stat_force_next_flush()");
        } else {
            Thread.sleep(SETTLING);
        }
    }
}
