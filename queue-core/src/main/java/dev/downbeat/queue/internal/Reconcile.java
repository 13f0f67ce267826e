package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives back what a worker holds without knowing it: a claim whose answer was lost on the way.
 *
 * <p>Locks the worker's row against its own claims first, so that one that is still under way is seen.
 */
public final class Reconcile {

    private static final String LOCK = """
            select id from ${schema}.worker where id = ? and ended_at is null for update
            """;

    private static final String HELD = """
            select id, run, attempt, task_id, flags, coalesce(parent_id, 0) from ${schema}.running where worker_id = ?
            """;

    private final String lock;
    private final String held;
    private final Flush flush;

    public Reconcile(SchemaName schema) {
        this.lock = schema.render(LOCK);
        this.held = schema.render(HELD);
        this.flush = new Flush(schema);
    }

    /**
     * Returns how many it gave back; none if the worker has ended.
     *
     * @param known those the worker has, to be run or to be flushed
     */
    public int execute(Connection connection, long workerId, Set<Long> known) throws SQLException {
        return Transactions.run(connection, () -> {
            if (!isLocked(connection, workerId)) {
                return 0;
            }
            List<Transition> unknown = unknown(connection, workerId, known);
            if (!unknown.isEmpty()) {
                flush.executeWithin(connection, unknown);
            }
            return unknown.size();
        });
    }

    private boolean isLocked(Connection connection, long workerId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lock)) {
            statement.setLong(1, workerId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private List<Transition> unknown(Connection connection, long workerId, Set<Long> known) throws SQLException {
        List<Transition> unknown = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(held)) {
            statement.setLong(1, workerId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!known.contains(rows.getLong(1))) {
                        var claimed = new Claimed(
                                rows.getLong(1),
                                workerId,
                                rows.getInt(2),
                                rows.getInt(3),
                                rows.getInt(4),
                                rows.getInt(5),
                                rows.getLong(6),
                                null,
                                Map.of());
                        // It should not have begun; should it have, its steps are found.
                        unknown.add(new Transition.Released(claimed, true));
                    }
                }
            }
        }
        return unknown;
    }
}
