package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/** Stores finished steps of many executions in one statement, fenced as outcomes are. */
public final class StepSave {

    private static final String TEXT = """
            with held as materialized (
                select o.nr, o.id, o.name, o.result
                from unnest(?::bigint[], ?::bigint[], ?::integer[], ?::text[], ?::text[]) with ordinality as o(id, worker_id, run, name, result, nr)
                join ${schema}.running r on r.id = o.id and r.worker_id = o.worker_id and r.run = o.run
            ),
            stored as (
                insert into ${schema}.step (execution_id, name, kind, outcome, result)
                select id, name, 'step', 'completed', result::jsonb from held
                -- Somebody held the lease before and stored late: the first result stands.
                on conflict on constraint step_pk do nothing
                returning execution_id, name
            )
            select h.nr, s.execution_id is not null, p.result
            from held h
            left join stored s on s.execution_id = h.id and s.name = h.name
            left join ${schema}.step p on s.execution_id is null and p.execution_id = h.id and p.name = h.name
            """;

    private final String sql;

    public StepSave(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** One finished step; the result is JSON text. */
    public record Save(Claimed claimed, String name, String result) {}

    /** What became of a save. */
    public sealed interface Saved {

        /** Durable now. */
        record Stored() implements Saved {}

        /** An earlier run's result was there already, and stands. */
        record Earlier(@Nullable String result) implements Saved {}

        /** The worker no longer holds the execution; nothing was stored. */
        record LeaseLost() implements Saved {}
    }

    /** Returns the statement for analysis. */
    public ResultQuery<Record> query(
            DSLContext dsl, Long[] ids, Long[] workerIds, Integer[] runs, String[] names, String[] results) {
        return dsl.resultQuery(sql, ids, workerIds, runs, names, results);
    }

    /** Returns one answer for each save, in their order. */
    public Saved[] execute(Connection connection, List<Save> batch) throws SQLException {
        int size = batch.size();
        long[] ids = new long[size];
        long[] workerIds = new long[size];
        int[] runs = new int[size];
        String[] names = new String[size];
        String[] results = new String[size];
        for (int i = 0; i < size; i++) {
            Save save = batch.get(i);
            ids[i] = save.claimed().id();
            workerIds[i] = save.claimed().workerId();
            runs[i] = save.claimed().run();
            names[i] = save.name();
            results[i] = save.result();
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, ids);
            statement.setObject(2, workerIds);
            statement.setObject(3, runs);
            statement.setObject(4, names);
            statement.setObject(5, results);
            return read(statement, size);
        }
    }

    private static Saved[] read(PreparedStatement statement, int size) throws SQLException {
        var answers = new Saved[size];
        java.util.Arrays.fill(answers, new Saved.LeaseLost());
        var stored = new Saved.Stored();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                int nr = rows.getInt(1) - 1;
                Objects.checkIndex(nr, size);
                answers[nr] = rows.getBoolean(2) ? stored : new Saved.Earlier(rows.getString(3));
            }
        }
        return answers;
    }
}
