package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets running executions wait for an event. Whether it has come already is found by {@link DeliverEvents}, afterwards. */
public final class ParkForEvent {

    private static final String TEXT = """
            with gone as (
                delete from ${schema}.running r
                using unnest(?::bigint[], ?::bigint[], ?::integer[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                    as o(id, worker_id, run, step, event, key, timeout_micros)
                where r.id = o.id and r.worker_id = o.worker_id and r.run = o.run
                returning r.id, r.run_at, r.created_at, r.task_id, r.run, r.queue_id, r.priority, r.attempt, r.flags, r.payload,
                    r.parent_id, r.parent_step, o.step, o.event, o.key, o.timeout_micros
            ),
            waits as (
                insert into ${schema}.waiting
                    (id, run_at, created_at, timeout_at, pending, task_id, run, queue_id, priority, attempt, flags, payload,
                     parent_id, parent_step)
                select id, run_at, created_at, (select ${schema}.clock()) + timeout_micros * interval '1 microsecond', 1, task_id,
                    run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
                from gone
            ),
            named as (
                insert into ${schema}.step (execution_id, name, kind) select id, step, 'event' from gone
                on conflict on constraint step_pk do nothing
            ),
            awaited as (
                insert into ${schema}.event_wait (execution_id, step, event, key, since)
                select id, step, event, key, created_at from gone
                -- It was retried by hand after its wait had failed.
                on conflict on constraint event_wait_pk do update
                set event = excluded.event, key = excluded.key, open = true, checked = false, event_id = null
            )
            select id from gone
            """;

    private final String sql;

    public ParkForEvent(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** Returns how many were still held. */
    int execute(Connection connection, List<Transition.Awaiting> batch) throws SQLException {
        int size = batch.size();
        long[] ids = new long[size];
        long[] workerIds = new long[size];
        int[] runs = new int[size];
        String[] steps = new String[size];
        String[] events = new String[size];
        String[] keys = new String[size];
        @Nullable Long[] timeouts = new @Nullable Long[size];
        for (int i = 0; i < size; i++) {
            Transition.Awaiting awaiting = batch.get(i);
            ids[i] = awaiting.claimed().id();
            workerIds[i] = awaiting.claimed().workerId();
            runs[i] = awaiting.claimed().run();
            steps[i] = awaiting.step();
            events[i] = awaiting.event();
            keys[i] = awaiting.key();
            timeouts[i] = awaiting.timeoutMicros();
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, ids);
            statement.setObject(2, workerIds);
            statement.setObject(3, runs);
            statement.setObject(4, steps);
            statement.setObject(5, events);
            statement.setObject(6, keys);
            statement.setArray(7, connection.createArrayOf("int8", timeouts));
            int parked = 0;
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    parked++;
                }
            }
            return parked;
        }
    }
}
