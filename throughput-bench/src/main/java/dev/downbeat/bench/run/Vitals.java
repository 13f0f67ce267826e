package dev.downbeat.bench.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Looks for workers that live and no longer work: their process is there, but nobody renews their lease. */
final class Vitals {
    private static final String SILENT = """
            select name, extract(epoch from now() - lease_until)::bigint from downbeat.worker
            where ended_at is null and lease_until < now() - interval '2 seconds'
            """;

    private final DataSource database;

    Vitals(DataSource database) {
        this.database = database;
    }

    /** Returns the seconds since the lease ran out, by the worker's name. */
    Map<String, Long> silent() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SILENT)) {
            Map<String, Long> silent = new HashMap<>();
            while (rows.next()) {
                silent.put(rows.getString(1), rows.getLong(2));
            }
            return silent;
        }
    }
}
