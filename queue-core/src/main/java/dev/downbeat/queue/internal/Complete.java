package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/** Completes executions that nobody waits for and that hold no key: the many. Rows move from running to history. */
public final class Complete {

    private static final String TEXT = """
            with done as (
                delete from ${schema}.running r
                using unnest(?::bigint[], ?::bigint[], ?::integer[], ?::text[]) as o(id, worker_id, run, result)
                where r.id = o.id and r.worker_id = o.worker_id and r.run = o.run
                returning r.id, r.run_at, r.created_at, r.started_at, r.worker_id, r.task_id, r.run, r.queue_id, r.priority,
                    r.attempt, r.flags, r.payload, r.parent_id, r.parent_step, o.result
            )
            insert into ${schema}.history
                (id, run_at, created_at, started_at, worker_id, task_id, run, outcome, queue_id, priority, attempt, flags,
                 payload, parent_id, parent_step, result)
            select id, run_at, created_at, started_at, worker_id, task_id, run, 'completed', queue_id, priority, attempt, flags,
                payload, parent_id, parent_step, result::jsonb
            from done
            """;

    private final String sql;

    public Complete(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** Returns the statement for analysis. */
    public Query query(DSLContext dsl, Long[] ids, Long[] workerIds, Integer[] runs, @Nullable String[] results) {
        return dsl.query(sql, ids, workerIds, runs, results);
    }

    /** Returns how many of the batch were still held. */
    int execute(Connection connection, List<Transition.Completed> batch) throws SQLException {
        int size = batch.size();
        long[] ids = new long[size];
        long[] workerIds = new long[size];
        int[] runs = new int[size];
        @Nullable String[] results = new @Nullable String[size];
        for (int i = 0; i < size; i++) {
            Transition.Completed completed = batch.get(i);
            Claimed claimed = completed.claimed();
            ids[i] = claimed.id();
            workerIds[i] = claimed.workerId();
            runs[i] = claimed.run();
            results[i] = completed.result();
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, ids);
            statement.setObject(2, workerIds);
            statement.setObject(3, runs);
            statement.setObject(4, results);
            return statement.executeUpdate();
        }
    }

    /** Tells whether this short form is enough for the transition. */
    static boolean covers(Transition.Completed completed) {
        return completed.claimed().parentId() == 0 && !completed.claimed().is(Flags.KEYED);
    }
}
