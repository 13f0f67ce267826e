package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** Makes a failed or cancelled execution ready again, by hand. */
public final class Retry {

    // Children that it waited for were cancelled with it: their steps are undecided for ever, and asked again. Events
    // too.
    private static final String TEXT = """
            with gone as (
                delete from ${schema}.history where id = any(?::bigint[]) and outcome in ('failed', 'cancelled')
                returning id, created_at, task_id, run, queue_id, priority, flags, payload, parent_id, parent_step
            ),
            undecided as (
                delete from ${schema}.step s using gone g where s.execution_id = g.id and s.kind in ('invoke', 'event') and s.outcome is distinct from 'completed'
            )
            insert into ${schema}.ready (id, created_at, task_id, run, queue_id, priority, flags, payload, parent_id, parent_step)
            select id, created_at, task_id, run + 1, queue_id, priority, (flags & ~1) | 2, payload, parent_id, parent_step from gone
            returning queue_id
            """;

    private final String sql;
    private final Notify notify;

    public Retry(SchemaName schema) {
        this.sql = schema.render(TEXT);
        this.notify = new Notify(schema);
    }

    /** How many became ready, and on which queues. */
    public record Retried(int executions, Set<Integer> queues) {}

    /** Returns the queue on which it is ready; empty if it was neither failed nor cancelled. */
    public Set<Integer> execute(Connection connection, long id) throws SQLException {
        return Transactions.run(connection, () -> execute(connection, new long[] {id}))
                .queues();
    }

    /** Makes those among them ready that failed or were cancelled, inside the caller's transaction. */
    public Retried execute(Connection connection, long[] ids) throws SQLException {
        var queues = new TreeSet<Integer>();
        int executions = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    queues.add(rows.getInt(1));
                    executions++;
                }
            }
        }
        notify.ready(connection, queues);
        return new Retried(executions, queues);
    }
}
