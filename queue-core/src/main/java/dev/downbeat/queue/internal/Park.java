package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Enqueues the children of running executions and lets their parents wait, in one statement: none can be missed. */
public final class Park {

    private static final String TEXT = """
            with parent as (
                delete from ${schema}.running r
                using unnest(?::bigint[], ?::bigint[], ?::integer[], ?::integer[], ?::bigint[], ?::integer[])
                    as o(id, worker_id, run, pending, timeout_micros, flags)
                where r.id = o.id and r.worker_id = o.worker_id and r.run = o.run
                returning r.id, r.run_at, r.created_at, r.task_id, r.run, r.queue_id, r.priority, r.attempt, (r.flags & ~16) | o.flags as flags, r.payload,
                    r.parent_id, r.parent_step, o.pending, o.timeout_micros
            ),
            child as materialized (
                select nextval('${schema}.execution_id_seq') as id, c.parent_id, c.step, c.task_id, c.queue_id, c.flags,
                    c.payload::jsonb as payload, p.priority, c.trace_parent, c.trace_state
                from unnest(?::bigint[], ?::text[], ?::integer[], ?::integer[], ?::integer[], ?::text[], ?::text[], ?::text[])
                    as c(parent_id, step, task_id, queue_id, flags, payload, trace_parent, trace_state)
                join parent p on p.id = c.parent_id
            ),
            named as (
                insert into ${schema}.step (execution_id, name, kind, child_id)
                select parent_id, step, 'invoke', id from child
            ),
            apart as (
                insert into ${schema}.payload (execution_id, body) select id, payload from child where flags & 4 <> 0
            ),
            traced as (
                insert into ${schema}.trace (execution_id, parent, state) select id, trace_parent, trace_state from child where flags & 32 <> 0
            ),
            born as (
                insert into ${schema}.ready (id, task_id, queue_id, priority, flags, payload, parent_id, parent_step)
                select id, task_id, queue_id, priority, flags, case when flags & 4 = 0 then payload end, parent_id, step from child
            ),
            waits as (
                insert into ${schema}.waiting
                    (id, run_at, created_at, timeout_at, pending, task_id, run, queue_id, priority, attempt, flags, payload,
                     parent_id, parent_step)
                select id, run_at, created_at, (select ${schema}.clock()) + timeout_micros * interval '1 microsecond', pending, task_id, run, queue_id,
                    priority, attempt, flags, payload, parent_id, parent_step
                from parent
            )
            select id, 0 from parent union all select 0, queue_id from (select distinct queue_id from child) c
            """;

    private final String sql;

    public Park(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    Parked execute(Connection connection, List<Transition.Parked> batch) throws SQLException {
        int size = batch.size();
        int children =
                batch.stream().mapToInt(parked -> parked.children().size()).sum();
        long[] ids = new long[size];
        long[] workerIds = new long[size];
        int[] runs = new int[size];
        int[] pending = new int[size];
        int[] parentFlags = new int[size];
        @Nullable Long[] timeouts = new @Nullable Long[size];
        long[] parentIds = new long[children];
        String[] steps = new String[children];
        int[] taskIds = new int[children];
        int[] queueIds = new int[children];
        int[] flags = new int[children];
        @Nullable String[] payloads = new @Nullable String[children];
        @Nullable String[] traceParents = new @Nullable String[children];
        @Nullable String[] traceStates = new @Nullable String[children];
        int at = 0;
        for (int i = 0; i < size; i++) {
            Transition.Parked parked = batch.get(i);
            ids[i] = parked.claimed().id();
            workerIds[i] = parked.claimed().workerId();
            runs[i] = parked.claimed().run();
            pending[i] = parked.children().size();
            timeouts[i] = parked.timeoutMicros();
            parentFlags[i] = parked.keepsChildren() ? Flags.KEEPS_CHILDREN : 0;
            for (Child child : parked.children()) {
                parentIds[at] = parked.claimed().id();
                steps[at] = child.step();
                taskIds[at] = child.taskId();
                queueIds[at] = child.queueId();
                flags[at] = Insert.flags(child.payload(), child.trace());
                StoredTrace trace = child.trace();
                traceParents[at] = trace == null ? null : trace.parent();
                traceStates[at] = trace == null ? null : trace.state();
                payloads[at++] = child.payload();
            }
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, ids);
            statement.setObject(2, workerIds);
            statement.setObject(3, runs);
            statement.setObject(4, pending);
            statement.setArray(5, connection.createArrayOf("int8", timeouts));
            statement.setObject(6, parentFlags);
            statement.setObject(7, parentIds);
            statement.setObject(8, steps);
            statement.setObject(9, taskIds);
            statement.setObject(10, queueIds);
            statement.setObject(11, flags);
            statement.setObject(12, payloads);
            statement.setObject(13, traceParents);
            statement.setObject(14, traceStates);
            return read(statement);
        }
    }

    private static Parked read(PreparedStatement statement) throws SQLException {
        int parked = 0;
        var queues = new TreeSet<Integer>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (rows.getLong(1) != 0) {
                    parked++;
                } else {
                    queues.add(rows.getInt(2));
                }
            }
        }
        return new Parked(parked, queues);
    }

    /** How many were still held, and the queues on which children became ready. */
    record Parked(int parked, Set<Integer> queues) {}
}
