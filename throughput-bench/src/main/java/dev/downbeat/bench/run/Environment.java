package dev.downbeat.bench.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** What a figure means nothing without: the machine, the Java, the server and its durability. */
public final class Environment {
    private static final String SETTINGS = """
            select name, current_setting(name) from pg_settings
            where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size')
            order by name
            """;

    private Environment() {}

    /** Returns the facts, by names that reports use. */
    public static Map<String, String> read(DataSource database) throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("java", Runtime.version().toString());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(SETTINGS)) {
            while (rows.next()) {
                facts.put("postgres." + rows.getString(1), rows.getString(2));
            }
        }
        return facts;
    }
}
