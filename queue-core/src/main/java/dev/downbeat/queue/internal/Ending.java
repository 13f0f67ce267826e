package dev.downbeat.queue.internal;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * What follows from executions that got their outcome, wherever they stood before.
 *
 * @param ended how many did
 * @param resumable parents whose last child is among them
 */
record Ending(int ended, List<Long> resumable) {

    /** Continues a WITH list whose {@code gone} returns the ended rows with outcome, result, error and stack. */
    static final String TEXT = """
            kept as (
                insert into ${schema}.history
                    (id, run_at, created_at, started_at, worker_id, task_id, run, outcome, queue_id, priority, attempt, flags,
                     payload, parent_id, parent_step, result, error)
                select id, run_at, created_at, started_at, worker_id, task_id, run, outcome, queue_id, priority, attempt, flags,
                    payload, parent_id, parent_step, result, error
                from gone
            ),
            noted as (
                insert into ${schema}.failure (execution_id, run, attempt, worker_id, error, stack)
                select id, run, attempt, worker_id, error, stack from gone where outcome = 'failed'
            ),
            freed as (
                delete from ${schema}.dedupe d using gone g where g.flags & 1 <> 0 and d.execution_id = g.id
            ),
            told as (
                update ${schema}.step s
                set outcome = g.outcome, result = g.result, error = g.error, stored_at = now()
                from gone g
                where g.parent_id is not null and s.execution_id = g.parent_id and s.name = g.parent_step
                    and s.child_id = g.id and s.outcome is null
                returning s.execution_id
            ),
            counted as (
                select execution_id, count(*)::integer as children from told group by execution_id
            ),
            fewer as (
                update ${schema}.waiting w set pending = w.pending - c.children
                from counted c where w.id = c.execution_id
                returning w.id, w.pending
            )
            select (select count(*)::integer from gone), array(select id from fewer where pending = 0)
            """;

    static Ending read(ResultSet rows) throws SQLException {
        rows.next();
        Array parents = rows.getArray(2);
        return new Ending(rows.getInt(1), List.of((Long[]) parents.getArray()));
    }
}
