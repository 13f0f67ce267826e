package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Ends waits whose time is over: the steps that still lack an outcome fail with a timeout, and the parent becomes ready.
 *
 * <p>The parent's row is locked first, as {@link Flush} does before it tells a parent: a child that completes at the same
 * instant comes either before, and there is no wait left to end, or after, and finds its step decided.
 */
public final class Timeouts {

    private static final int BATCH = 500;

    private static final String OVERDUE = """
            select id from ${schema}.waiting where timeout_at <= (select ${schema}.clock())
            order by timeout_at limit ? for update skip locked
            """;

    private static final String DECIDE = """
            update ${schema}.step
            set outcome = 'failed', stored_at = now(),
                error = jsonb_build_object('kind', 'timeout', 'type', '', 'message', 'The child had no outcome in time.')
            where execution_id = any(?::bigint[]) and outcome is null
            """;

    private final String overdue;
    private final String decide;
    private final Parents parents;
    private final Notify notify;

    public Timeouts(SchemaName schema) {
        this.overdue = schema.render(OVERDUE);
        this.decide = schema.render(DECIDE);
        this.parents = new Parents(schema);
        this.notify = new Notify(schema);
    }

    /** Returns the queues on which parents became ready. */
    public Set<Integer> execute(Connection connection) throws SQLException {
        return Transactions.run(connection, () -> {
            List<Long> ids = overdue(connection);
            if (ids.isEmpty()) {
                return Set.of();
            }
            try (PreparedStatement statement = Jdbc.prepare(connection, decide)) {
                statement.setObject(1, ids.stream().mapToLong(Long::longValue).toArray());
                statement.executeUpdate();
            }
            Set<Integer> queues = parents.resume(connection, ids);
            notify.ready(connection, queues);
            return queues;
        });
    }

    private List<Long> overdue(Connection connection) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = Jdbc.prepare(connection, overdue)) {
            statement.setInt(1, BATCH);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }
}
