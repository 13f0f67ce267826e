package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/**
 * Stores finished steps of many executions in one statement, fenced as outcomes are. A second statement follows only where
 * a step was stored before, or an execution is no longer held.
 */
public final class StepSave {

    // Nearly always all of them are held and new. A conflict clause would look into the key twice and log each row
    // twice.
    private static final String ALL_NEW = """
            insert into ${schema}.step (execution_id, name, kind, outcome, result)
            select o.id, o.name, 'step', 'completed', o.result::jsonb
            from unnest(?::bigint[], ?::bigint[], ?::integer[], ?::text[], ?::text[]) as o(id, worker_id, run, name, result)
            join ${schema}.running r on r.id = o.id and r.worker_id = o.worker_id and r.run = o.run
            """;

    private static final String EACH = """
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

    private final String allNew;
    private final String each;

    public StepSave(SchemaName schema) {
        this.allNew = schema.render(ALL_NEW);
        this.each = schema.render(EACH);
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
        return dsl.resultQuery(each, ids, workerIds, runs, names, results);
    }

    /** Returns the statement that is tried first, for analysis. */
    public Query allNewQuery(
            DSLContext dsl, Long[] ids, Long[] workerIds, Integer[] runs, String[] names, String[] results) {
        return dsl.query(allNew, ids, workerIds, runs, names, results);
    }

    /** Stores in a transaction of its own, on a connection in auto-commit; one answer for each save, in their order. */
    public Saved[] execute(Connection connection, List<Save> batch) throws SQLException {
        if (storeAllNew(connection, batch)) {
            var answers = new Saved[batch.size()];
            Arrays.fill(answers, new Saved.Stored());
            return answers;
        }
        // What the first try did store is found as stored earlier, with the same result.
        return executeWithin(connection, batch);
    }

    /** Stores inside the caller's transaction; one answer for each save, in their order. */
    public Saved[] executeWithin(Connection connection, List<Save> batch) throws SQLException {
        try (PreparedStatement statement = prepare(connection, each, batch)) {
            return read(statement, batch.size());
        }
    }

    private boolean storeAllNew(Connection connection, List<Save> batch) throws SQLException {
        try (PreparedStatement statement = prepare(connection, allNew, batch)) {
            return statement.executeUpdate() == batch.size();
        } catch (SQLException e) {
            if (SqlStates.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, List<Save> batch) throws SQLException {
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
        PreparedStatement statement = Jdbc.prepare(connection, sql);
        statement.setObject(1, ids);
        statement.setObject(2, workerIds);
        statement.setObject(3, runs);
        statement.setObject(4, names);
        statement.setObject(5, results);
        return statement;
    }

    private static Saved[] read(PreparedStatement statement, int size) throws SQLException {
        var answers = new Saved[size];
        Arrays.fill(answers, new Saved.LeaseLost());
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
