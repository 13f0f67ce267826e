package dev.downbeat.bench.ceiling;

import dev.downbeat.bench.ceiling.CeilingShape.Claiming;
import dev.downbeat.bench.ceiling.CeilingShape.Completion;
import dev.downbeat.bench.ceiling.CeilingShape.Handle;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** The shape that copies the tables of the installed queue with every column, constraint and index. */
final class ProductionStages {
    private ProductionStages() {}

    /** Returns the shape, or nothing where {@code schema} holds no queue. */
    static Optional<CeilingShape> of(String schema, Statement statement) throws SQLException {
        try (var row = statement.executeQuery("select to_regclass('%s.ready') is not null".formatted(schema))) {
            row.next();
            return row.getBoolean(1) ? Optional.of(shape(schema)) : Optional.empty();
        }
    }

    private static CeilingShape shape(String schema) {
        return new CeilingShape(
                "stages-installed",
                "rows move ready, running, history in copies of the installed tables, all columns and indexes",
                true,
                Completion.OWN_TRANSACTION,
                Handle.ID,
                List.of(copy(schema, "ready"), copy(schema, "running"), copy(schema, "history")),
                """
                insert into %s.ready (id, queue_id, task_id, payload)
                select n, 1, 1, jsonb_build_object('number', n) from generate_series(1, ?) n
                """,
                Claiming.FROM_LAST,
                """
                with picked as materialized (
                    select ctid, id from %1$s.ready
                    where queue_id = 1 and (priority, run_at, id) >= (0::smallint, ?::timestamptz, ?)
                    order by priority, run_at, id limit ? for update skip locked),
                taken as (
                    delete from %1$s.ready where ctid = any (array(select ctid from picked))
                    returning id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload)
                insert into %1$s.running (id, run_at, created_at, worker_id, task_id, run, queue_id, priority, attempt, flags,
                    payload)
                select id, run_at, created_at, 7, task_id, run, queue_id, priority, attempt, flags, payload from taken
                returning id, ctid, task_id, attempt, payload, case when id = (select max(id) from picked) then run_at end
                """,
                """
                with done as (
                    delete from %1$s.running where id = any (?) and worker_id = 7 and run = 1
                    returning id, run_at, created_at, started_at, worker_id, task_id, run, queue_id, priority, attempt, flags,
                        payload)
                insert into %1$s.history (id, run_at, created_at, started_at, worker_id, task_id, run, outcome, queue_id,
                    priority, attempt, flags, payload)
                select id, run_at, created_at, started_at, worker_id, task_id, run, 'completed'::$schema.outcome, queue_id,
                    priority, attempt, flags, payload
                from done
                """.replace("$schema", schema),
                "select (select count(*) from %1$s.ready) + (select count(*) from %1$s.running)");
    }

    private static String copy(String schema, String table) {
        return "create table %%s.%2$s (like %1$s.%2$s including all)".formatted(schema, table);
    }
}
