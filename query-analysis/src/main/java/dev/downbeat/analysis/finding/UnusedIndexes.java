package dev.downbeat.analysis.finding;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers which indexes nobody used, over several databases: one that served anywhere is used. Not thread-safe. */
public final class UnusedIndexes {
    private static final String NEVER_SCANNED = """
            select s.indexrelname
            from pg_stat_user_indexes s
            join pg_index i on i.indexrelid = s.indexrelid
            where s.schemaname = 'downbeat' and s.idx_scan = 0 and not i.indisunique
            """;

    private @Nullable Set<String> names;

    /** Looks at one database, once its statements have run. */
    public void look(Connection connection) throws SQLException {
        Set<String> here = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NEVER_SCANNED)) {
            while (rows.next()) {
                here.add(rows.getString(1));
            }
        }
        if (names == null) {
            names = here;
        } else {
            names.retainAll(here);
        }
    }

    /** Returns those that no database used. */
    public Set<String> names() {
        return names == null ? Set.of() : Set.copyOf(names);
    }
}
