package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Replaces the limits of a task or a queue, in one transaction. */
public final class DeclareLimits {

    private static final String REMOVE = """
            delete from ${schema}.claim_limit
            where scope = ? and scope_id = any(?::integer[]) and declared = ?
            """;

    private static final String ADD = """
            insert into ${schema}.claim_limit (scope, scope_id, declared, kind, key_path, amount, period)
            values (?, ?, ?, ?, ?, ?, case when ? > 0 then ? * interval '1 microsecond' end)
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

    /**
     * Puts these limits in place of those of the same origin.
     *
     * @param declared whether a worker's start says so, else a caller
     */
    public void execute(
            Connection connection, StoredLimit.Scope scope, int scopeId, boolean declared, List<Declared> limits)
            throws SQLException {
        if (limits.isEmpty()) {
            remove(connection, scope, declared, scopeId);
            return;
        }
        Transactions.run(connection, () -> {
            remove(connection, scope, declared, scopeId);
            for (Declared limit : limits) {
                add(connection, scope, scopeId, declared, limit);
            }
            return true;
        });
    }

    /** Removes the limits of one origin of several tasks or queues. */
    public void remove(Connection connection, StoredLimit.Scope scope, boolean declared, int... scopeIds)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(remove)) {
            statement.setString(1, scope.column());
            statement.setObject(2, scopeIds);
            statement.setBoolean(3, declared);
            statement.executeUpdate();
        }
    }

    private void add(Connection connection, StoredLimit.Scope scope, int scopeId, boolean declared, Declared limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(add)) {
            statement.setString(1, scope.column());
            statement.setInt(2, scopeId);
            statement.setBoolean(3, declared);
            statement.setString(4, limit.kind());
            statement.setArray(
                    5, connection.createArrayOf("text", limit.keyPath().toArray()));
            statement.setInt(6, limit.amount());
            statement.setLong(7, limit.periodMicros());
            statement.setLong(8, limit.periodMicros());
            statement.executeUpdate();
        }
    }
}
