package dev.downbeat.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table triggers of an installation, by name; got from {@link Queue#tableTriggers}.
 *
 * <p>They change only here, or by the SQL functions {@code watch_table} and {@code unwatch_table}. Putting and removing lock
 * the table against writers for a moment, and wait at most 10 s for them. Safe for any thread. Every call throws
 * {@link QueueDatabaseException} if the database refuses or cannot be reached.
 */
public final class TableTriggers {

    // By these a function refuses what it was given: values, columns, tables, schemas.
    private static final Set<String> INVALID = Set.of("22023", "42703", "42P01", "3F000");

    private static final String PUT = """
            select ${schema}.watch_table(?, format('%I.%I', ?::text, ?::text)::regclass, ?, ?::text[], ?::text[], ?)
            """;

    private static final String REMOVE = """
            select ${schema}.unwatch_table(?)
            """;

    private static final String LIST = """
            select w.name, p.place, t.name, w.operations, coalesce(w.columns, '{}')
            from ${schema}.table_trigger w
            join ${schema}.task t on t.id = w.task_id
            left join lateral (
                select format('%I.%I', n.nspname, c.relname) as place
                from pg_catalog.pg_class c
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where c.oid = ${schema}.table_trigger_place(w.name)
            ) p on true
            order by w.name
            """;

    private final Installation installation;

    TableTriggers(Installation installation) {
        this.installation = installation;
    }

    /**
     * Puts the trigger on its table, in place of what stood under its name.
     *
     * @return whether it is new
     * @throws IllegalArgumentException if there is no such table or column
     */
    public boolean put(TableTrigger<?> trigger) {
        return installation.with("Watching a table", connection -> put(connection, trigger));
    }

    private boolean put(Connection connection, TableTrigger<?> trigger) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(installation.schema().render(PUT))) {
            statement.setString(1, trigger.name());
            statement.setString(2, trigger.schema());
            statement.setString(3, trigger.table());
            statement.setString(4, trigger.task().name());
            statement.setObject(
                    5,
                    trigger.operations().stream()
                            .sorted()
                            .map(operation -> operation.name().toLowerCase(Locale.ROOT))
                            .toArray(String[]::new));
            statement.setObject(
                    6, trigger.columns().isEmpty() ? null : trigger.columns().toArray(String[]::new));
            statement.setString(7, trigger.task().queue());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        } catch (SQLException e) {
            if (INVALID.contains(e.getSQLState())) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            throw e;
        }
    }

    /** Returns all table triggers by name. */
    public List<StoredTableTrigger> list() {
        return installation.with("Listing table triggers", this::list);
    }

    private List<StoredTableTrigger> list(Connection connection) throws SQLException {
        var found = new ArrayList<StoredTableTrigger>();
        try (PreparedStatement statement =
                        connection.prepareStatement(installation.schema().render(LIST));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                @Nullable String table = rows.getString(2);
                found.add(new StoredTableTrigger(
                        rows.getString(1),
                        table,
                        rows.getString(3),
                        Arrays.stream((String[]) rows.getArray(4).getArray())
                                .map(operation -> RowChange.Operation.valueOf(operation.toUpperCase(Locale.ROOT)))
                                .collect(Collectors.toSet()),
                        List.of((String[]) rows.getArray(5).getArray())));
            }
        }
        return found;
    }

    /** Removes a trigger from its table; what it enqueued stays. Returns false if there is none of this name. */
    public boolean remove(String name) {
        return installation.with("Unwatching a table", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(installation.schema().render(REMOVE))) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        });
    }
}
