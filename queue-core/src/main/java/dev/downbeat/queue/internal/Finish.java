package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/**
 * Gives running executions their outcome, whatever it is: rows move to history, failures are noted, keys are freed, and
 * parents are told. A parent's step is set by whoever comes first; only who set it counts the parent's children down.
 */
public final class Finish {

    private static final String TEXT = """
            with gone as (
                delete from ${schema}.running r
                using unnest(?::bigint[], ?::bigint[], ?::integer[], ?::text[], ?::text[], ?::text[], ?::text[])
                    as o(id, worker_id, run, outcome, result, error, stack)
                where r.id = o.id and r.worker_id = o.worker_id and r.run = o.run
                returning r.id, r.run_at, r.created_at, r.started_at, r.worker_id, r.task_id, r.run, r.queue_id, r.priority,
                    r.attempt, r.flags, r.payload, r.parent_id, r.parent_step,
                    o.outcome::${schema}.outcome as outcome, o.result::jsonb as result, o.error::jsonb as error, o.stack
            ),
            """ + Ending.TEXT;

    private final String sql;

    public Finish(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** Returns the statement for analysis. */
    public ResultQuery<Record> query(
            DSLContext dsl,
            Long[] ids,
            Long[] workerIds,
            Integer[] runs,
            String[] outcomes,
            @Nullable String[] results,
            @Nullable String[] errors,
            @Nullable String[] stacks) {
        return dsl.resultQuery(sql, ids, workerIds, runs, outcomes, results, errors, stacks);
    }

    /** Applies completed, failed and cancelled transitions. */
    Ending execute(Connection connection, List<Transition> batch) throws SQLException {
        int size = batch.size();
        long[] ids = new long[size];
        long[] workerIds = new long[size];
        int[] runs = new int[size];
        String[] outcomes = new String[size];
        @Nullable String[] results = new @Nullable String[size];
        @Nullable String[] errors = new @Nullable String[size];
        @Nullable String[] stacks = new @Nullable String[size];
        for (int i = 0; i < size; i++) {
            Transition transition = batch.get(i);
            ids[i] = transition.claimed().id();
            workerIds[i] = transition.claimed().workerId();
            runs[i] = transition.claimed().run();
            outcomes[i] = outcome(transition);
            results[i] = transition instanceof Transition.Completed completed ? completed.result() : null;
            @Nullable Fault fault = fault(transition);
            errors[i] = fault == null ? null : fault.error();
            stacks[i] = fault == null ? null : fault.stack();
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, ids);
            statement.setObject(2, workerIds);
            statement.setObject(3, runs);
            statement.setObject(4, outcomes);
            statement.setObject(5, results);
            statement.setObject(6, errors);
            statement.setObject(7, stacks);
            try (ResultSet rows = statement.executeQuery()) {
                return Ending.read(rows);
            }
        }
    }

    private static String outcome(Transition transition) {
        return switch (transition) {
            case Transition.Completed completed -> "completed";
            case Transition.Failed failed -> "failed";
            case Transition.Cancelled cancelled -> "cancelled";
            case Transition.Retried r -> throw notAnEnd(r);
            case Transition.Slept s -> throw notAnEnd(s);
            case Transition.Parked p -> throw notAnEnd(p);
            case Transition.Awaiting a -> throw notAnEnd(a);
            case Transition.Released r -> throw notAnEnd(r);
        };
    }

    private static @Nullable Fault fault(Transition transition) {
        if (transition instanceof Transition.Failed failed) {
            return failed.fault();
        }
        return transition instanceof Transition.Cancelled cancelled ? cancelled.fault() : null;
    }

    private static IllegalArgumentException notAnEnd(Transition transition) {
        return new IllegalArgumentException("not an end: " + transition);
    }
}
