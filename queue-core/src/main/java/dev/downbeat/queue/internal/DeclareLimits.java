package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Replaces the limits of a task or a queue, in one transaction. */
public final class DeclareLimits {

    private static final String REMOVE = """
            delete from ${schema}.claim_limit
            where scope = ? and scope_id = any(?::integer[])
            """;

    private static final String ADD = """
            insert into ${schema}.claim_limit (scope, scope_id, kind, key_path, amount, period)
            values (?, ?, ?, ?, ?, case when ? > 0 then ? * interval '1 microsecond' end)
            on conflict on constraint claim_limit_pk do update set amount = excluded.amount, period = excluded.period
            """;

    private final String remove;
    private final String add;

    public DeclareLimits(SchemaName schema) {
        this.remove = schema.render(REMOVE);
        this.add = schema.render(ADD);
    }

    /**
     * One limit to be stored.
     *
     * @param periodMicros of a rate; 0 for a limit on what runs at once
     */
    public record Declared(int amount, long periodMicros, List<String> keyPath) {

        String kind() {
            return periodMicros > 0 ? "rate" : "concurrency";
        }
    }

    public void execute(Connection connection, StoredLimit.Scope scope, int scopeId, List<Declared> limits)
            throws SQLException {
        if (limits.isEmpty()) {
            remove(connection, scope, scopeId);
            return;
        }
        Transactions.run(connection, () -> {
            remove(connection, scope, scopeId);
            for (Declared limit : limits) {
                add(connection, scope, scopeId, limit);
            }
            return true;
        });
    }

    /** Removes the limits of several tasks or queues. */
    public void remove(Connection connection, StoredLimit.Scope scope, int... scopeIds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(remove)) {
            statement.setString(1, name(scope));
            statement.setObject(2, scopeIds);
            statement.executeUpdate();
        }
    }

    private void add(Connection connection, StoredLimit.Scope scope, int scopeId, Declared limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(add)) {
            statement.setString(1, name(scope));
            statement.setInt(2, scopeId);
            statement.setString(3, limit.kind());
            statement.setArray(
                    4, connection.createArrayOf("text", limit.keyPath().toArray()));
            statement.setInt(5, limit.amount());
            statement.setLong(6, limit.periodMicros());
            statement.setLong(7, limit.periodMicros());
            statement.executeUpdate();
        }
    }

    private static String name(StoredLimit.Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }
}
