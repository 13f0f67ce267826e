package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/** Puts running executions off: after a failure, for a sleep, or back to ready at once when they were only given back. */
public final class Reschedule {

    private static final String TEXT = """
            with moved as (
                delete from ${schema}.running r
                using unnest(?::bigint[], ?::bigint[], ?::integer[], ?::bigint[], ?::integer[], ?::integer[], ?::text[], ?::text[], ?::text[])
                    as o(id, worker_id, run, delay_micros, attempts, flags, sleep, error, stack)
                where r.id = o.id and r.worker_id = o.worker_id and r.run = o.run
                returning r.id, r.run_at, r.created_at, r.worker_id, r.task_id, r.run, r.queue_id, r.priority, r.attempt,
                    r.flags | o.flags as flags, r.payload, r.parent_id, r.parent_step,
                    o.delay_micros, o.attempts, o.sleep, o.error::jsonb as error, o.stack
            ),
            noted as (
                insert into ${schema}.failure (execution_id, run, attempt, worker_id, error, stack)
                select id, run, attempt, worker_id, error, stack from moved where error is not null
            ),
            slept as (
                insert into ${schema}.step (execution_id, name, kind, outcome, wake_at)
                select id, sleep, 'sleep', 'completed', (select ${schema}.clock()) + delay_micros * interval '1 microsecond'
                from moved where sleep is not null
                -- A sleep that was cut short by hand keeps its first time to wake.
                on conflict on constraint step_pk do nothing
            ),
            later as (
                insert into ${schema}.scheduled
                    (id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step)
                select id, (select ${schema}.clock()) + delay_micros * interval '1 microsecond', created_at, task_id, run + 1, queue_id, priority,
                    (attempt + attempts)::smallint, flags, payload, parent_id, parent_step
                from moved where delay_micros > 0
            ),
            soon as (
                insert into ${schema}.ready
                    (id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step)
                select id, run_at, created_at, task_id, run + 1, queue_id, priority,
                    (attempt + attempts)::smallint, flags, payload, parent_id, parent_step
                from moved where delay_micros <= 0
                returning queue_id
            )
            select id, 0 from moved union all select 0, queue_id from (select distinct queue_id from soon) s
            """;

    private final String sql;

    public Reschedule(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** Returns the statement that gives executions back, for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, Long[] ids, Long[] workerIds, Integer[] runs) {
        int size = ids.length;
        return dsl.resultQuery(
                sql,
                ids,
                workerIds,
                runs,
                java.util.Collections.nCopies(size, 0L).toArray(Long[]::new),
                java.util.Collections.nCopies(size, 0).toArray(Integer[]::new),
                java.util.Collections.nCopies(size, 0).toArray(Integer[]::new),
                new @Nullable String[size],
                new @Nullable String[size],
                new @Nullable String[size]);
    }

    /** Applies retried, slept and released transitions. */
    Rescheduled execute(Connection connection, List<Transition> batch) throws SQLException {
        int size = batch.size();
        long[] ids = new long[size];
        long[] workerIds = new long[size];
        int[] runs = new int[size];
        long[] delays = new long[size];
        int[] attempts = new int[size];
        int[] flags = new int[size];
        @Nullable String[] sleeps = new @Nullable String[size];
        @Nullable String[] errors = new @Nullable String[size];
        @Nullable String[] stacks = new @Nullable String[size];
        for (int i = 0; i < size; i++) {
            Transition transition = batch.get(i);
            ids[i] = transition.claimed().id();
            workerIds[i] = transition.claimed().workerId();
            runs[i] = transition.claimed().run();
            switch (transition) {
                case Transition.Retried retried -> {
                    delays[i] = retried.delayMicros();
                    attempts[i] = 1;
                    flags[i] = retried.stepped() ? Flags.STEPPED : 0;
                    errors[i] = retried.fault().error();
                    stacks[i] = retried.fault().stack();
                }
                case Transition.Slept slept -> {
                    delays[i] = slept.delayMicros();
                    flags[i] = Flags.STEPPED;
                    sleeps[i] = slept.step();
                }
                case Transition.Released released -> flags[i] = released.stepped() ? Flags.STEPPED : 0;
                case Transition.Completed c -> throw notPutOff(c);
                case Transition.Failed f -> throw notPutOff(f);
                case Transition.Cancelled c -> throw notPutOff(c);
                case Transition.Parked p -> throw notPutOff(p);
                case Transition.Awaiting a -> throw notPutOff(a);
            }
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, ids);
            statement.setObject(2, workerIds);
            statement.setObject(3, runs);
            statement.setObject(4, delays);
            statement.setObject(5, attempts);
            statement.setObject(6, flags);
            statement.setObject(7, sleeps);
            statement.setObject(8, errors);
            statement.setObject(9, stacks);
            return read(statement);
        }
    }

    private static Rescheduled read(PreparedStatement statement) throws SQLException {
        int moved = 0;
        var queues = new TreeSet<Integer>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (rows.getLong(1) != 0) {
                    moved++;
                } else {
                    queues.add(rows.getInt(2));
                }
            }
        }
        return new Rescheduled(moved, queues);
    }

    private static IllegalArgumentException notPutOff(Transition transition) {
        return new IllegalArgumentException("not put off: " + transition);
    }

    /** How many were still held, and the queues on which some became ready at once. */
    record Rescheduled(int moved, Set<Integer> queues) {}
}
