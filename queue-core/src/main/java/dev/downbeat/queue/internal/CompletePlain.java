package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;

/**
 * Completes executions of one worker that ran once and returned nothing: what {@link Complete} does, where neither a run
 * nor a result has to be matched to its row. One walk over the key finds them all; a join descends for each.
 */
public final class CompletePlain {

    private static final String TEXT = """
            with done as (
                delete from ${schema}.running r
                where r.id = any(?::bigint[]) and r.worker_id = ? and r.run = 1
                returning r.id, r.run_at, r.created_at, r.started_at, r.worker_id, r.task_id, r.run, r.queue_id, r.priority,
                    r.attempt, r.flags, r.payload, r.parent_id, r.parent_step
            )
            insert into ${schema}.history
                (id, run_at, created_at, started_at, worker_id, task_id, run, outcome, queue_id, priority, attempt, flags,
                 payload, parent_id, parent_step)
            select id, run_at, created_at, started_at, worker_id, task_id, run, 'completed', queue_id, priority, attempt, flags,
                payload, parent_id, parent_step
            from done
            """;

    private final String sql;

    public CompletePlain(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** Returns the statement for analysis. */
    public Query query(DSLContext dsl, Long[] ids, long workerId) {
        return dsl.query(sql, ids, workerId);
    }

    /** Returns how many of the batch were still held. */
    int execute(Connection connection, List<Transition.Completed> batch) throws SQLException {
        long[] ids = new long[batch.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = batch.get(i).claimed().id();
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, ids);
            statement.setLong(2, batch.getFirst().claimed().workerId());
            return statement.executeUpdate();
        }
    }

    /** Tells whether this form is enough for the batch, which is not empty. */
    static boolean covers(List<Transition.Completed> batch) {
        long workerId = batch.getFirst().claimed().workerId();
        for (Transition.Completed completed : batch) {
            Claimed claimed = completed.claimed();
            if (completed.result() != null || claimed.run() != 1 || claimed.workerId() != workerId) {
                return false;
            }
        }
        return true;
    }
}
