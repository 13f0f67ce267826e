package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/**
 * Stores finished steps of many executions in one statement, fenced as outcomes are. Others follow only where a step was
 * stored before, or an execution is no longer held. The work grows with the batch, and no faster.
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

    // Whoever held the lease before may have stored late: the first result stands.
    private static final String EACH = """
            insert into ${schema}.step (execution_id, name, kind, outcome, result)
            select o.id, o.name, 'step', 'completed', o.result::jsonb
            from unnest(?::bigint[], ?::bigint[], ?::integer[], ?::text[], ?::text[]) as o(id, worker_id, run, name, result)
            join ${schema}.running r on r.id = o.id and r.worker_id = o.worker_id and r.run = o.run
            on conflict on constraint step_pk do nothing
            returning execution_id, name
            """;

    // A statement of its own: it sees what was stored while the one before it waited.
    private static final String EARLIER = """
            select p.execution_id, p.name, p.result
            from unnest(?::bigint[], ?::bigint[], ?::integer[], ?::text[]) as o(id, worker_id, run, name)
            join ${schema}.running r on r.id = o.id and r.worker_id = o.worker_id and r.run = o.run
            join ${schema}.step p on p.execution_id = o.id and p.name = o.name
            """;

    private final String allNew;
    private final String each;
    private final String earlier;

    public StepSave(SchemaName schema) {
        this.allNew = schema.render(ALL_NEW);
        this.each = schema.render(EACH);
        this.earlier = schema.render(EARLIER);
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

    /** Returns the statement that is tried when the first did not store all, for analysis. */
    public ResultQuery<Record> query(
            DSLContext dsl, Long[] ids, Long[] workerIds, Integer[] runs, String[] names, String[] results) {
        return dsl.resultQuery(each, ids, workerIds, runs, names, results);
    }

    /** Returns the statement that is tried first, for analysis. */
    public Query allNewQuery(
            DSLContext dsl, Long[] ids, Long[] workerIds, Integer[] runs, String[] names, String[] results) {
        return dsl.query(allNew, ids, workerIds, runs, names, results);
    }

    /** Returns the statement that finds what was stored earlier, for analysis. */
    public ResultQuery<Record> earlierQuery(
            DSLContext dsl, Long[] ids, Long[] workerIds, Integer[] runs, String[] names) {
        return dsl.resultQuery(earlier, ids, workerIds, runs, names);
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

    /** Stores one inside the caller's transaction. */
    public Saved executeWithin(Connection connection, Save save) throws SQLException {
        return executeWithin(connection, List.of(save))[0];
    }

    /** Stores inside the caller's transaction; one answer for each save, in their order. */
    public Saved[] executeWithin(Connection connection, List<Save> batch) throws SQLException {
        Set<Key> stored = storeNew(connection, batch);
        List<Save> others =
                batch.stream().filter(save -> !stored.contains(Key.of(save))).toList();
        Map<Key, Saved> earlier = others.isEmpty() ? Map.of() : readEarlier(connection, others);
        var answers = new Saved[batch.size()];
        for (int i = 0; i < answers.length; i++) {
            Key key = Key.of(batch.get(i));
            answers[i] = stored.contains(key) ? new Saved.Stored() : earlier.getOrDefault(key, new Saved.LeaseLost());
        }
        return answers;
    }

    private record Key(long id, String name) {

        static Key of(Save save) {
            return new Key(save.claimed().id(), save.name());
        }

        static Key read(ResultSet row) throws SQLException {
            return new Key(row.getLong(1), row.getString(2));
        }
    }

    private Set<Key> storeNew(Connection connection, List<Save> batch) throws SQLException {
        var stored = new HashSet<Key>();
        try (PreparedStatement statement = prepare(connection, each, batch);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                stored.add(Key.read(rows));
            }
        }
        return stored;
    }

    private Map<Key, Saved> readEarlier(Connection connection, List<Save> batch) throws SQLException {
        var found = new HashMap<Key, Saved>();
        try (PreparedStatement statement = Jdbc.prepare(connection, earlier)) {
            setKeys(statement, batch);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(Key.read(rows), new Saved.Earlier(rows.getString(3)));
                }
            }
        }
        return found;
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
        PreparedStatement statement = Jdbc.prepare(connection, sql);
        setKeys(statement, batch);
        statement.setObject(5, batch.stream().map(Save::result).toArray(String[]::new));
        return statement;
    }

    private static void setKeys(PreparedStatement statement, List<Save> batch) throws SQLException {
        int size = batch.size();
        long[] ids = new long[size];
        long[] workerIds = new long[size];
        int[] runs = new int[size];
        String[] names = new String[size];
        for (int i = 0; i < size; i++) {
            Save save = batch.get(i);
            ids[i] = save.claimed().id();
            workerIds[i] = save.claimed().workerId();
            runs[i] = save.claimed().run();
            names[i] = save.name();
        }
        statement.setObject(1, ids);
        statement.setObject(2, workerIds);
        statement.setObject(3, runs);
        statement.setObject(4, names);
    }
}
