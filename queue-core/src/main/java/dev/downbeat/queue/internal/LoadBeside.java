package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/** Loads what claimed executions have beside their rows, for a whole batch at once: stored steps, large payloads, traces. */
public final class LoadBeside {

    private static final String STEPS = """
            select execution_id, name, kind::text, outcome::text, result, error, child_id,
                   (extract(epoch from wake_at - (select ${schema}.clock())) * 1000000)::bigint
            from ${schema}.step
            where execution_id = any(?::bigint[])
            """;

    private static final String PAYLOADS = """
            select execution_id, body from ${schema}.payload where execution_id = any(?::bigint[])
            """;

    private static final String TRACES = """
            select execution_id, parent, state from ${schema}.trace where execution_id = any(?::bigint[])
            """;

    private final String steps;
    private final String payloads;
    private final String traces;

    public LoadBeside(SchemaName schema) {
        this.steps = schema.render(STEPS);
        this.payloads = schema.render(PAYLOADS);
        this.traces = schema.render(TRACES);
    }

    /** Returns the statement that loads steps, for analysis. */
    public ResultQuery<Record> stepsQuery(DSLContext dsl, Long[] executionIds) {
        return dsl.resultQuery(steps, (Object) executionIds);
    }

    /**
     * Returns the batch in its order, completed; the same list if no execution has anything beside it.
     *
     * @param withTraces whether anybody wants to know where they were enqueued
     */
    public List<Claimed> execute(Connection connection, List<Claimed> batch, boolean withTraces) throws SQLException {
        int beside = Flags.STEPPED | Flags.PAYLOAD_APART | (withTraces ? Flags.TRACED : 0);
        if (!any(batch, beside)) {
            return batch;
        }
        long[] stepped = ids(batch, Flags.STEPPED);
        long[] apart = ids(batch, Flags.PAYLOAD_APART);
        long[] traced = withTraces ? ids(batch, Flags.TRACED) : new long[0];
        Map<Long, Map<String, StoredStep>> steps = stepped.length == 0 ? Map.of() : loadSteps(connection, stepped);
        Map<Long, String> bodies = apart.length == 0 ? Map.of() : loadPayloads(connection, apart);
        Map<Long, StoredTrace> traces = traced.length == 0 ? Map.of() : loadTraces(connection, traced);
        var whole = new ArrayList<Claimed>(batch.size());
        for (Claimed row : batch) {
            whole.add(row.with(
                    row.is(Flags.PAYLOAD_APART) ? bodies.get(row.id()) : row.payload(),
                    steps.getOrDefault(row.id(), Map.of()),
                    traces.get(row.id())));
        }
        return whole;
    }

    // A loop, since this is all that is done with most batches.
    private static boolean any(List<Claimed> batch, int flags) {
        for (Claimed row : batch) {
            if (row.is(flags)) {
                return true;
            }
        }
        return false;
    }

    private static long[] ids(List<Claimed> batch, int flag) {
        return batch.stream().filter(row -> row.is(flag)).mapToLong(Claimed::id).toArray();
    }

    private Map<Long, Map<String, StoredStep>> loadSteps(Connection connection, long[] ids) throws SQLException {
        var loaded = new HashMap<Long, Map<String, StoredStep>>();
        try (PreparedStatement statement = Jdbc.prepare(connection, steps)) {
            statement.setObject(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    loaded.computeIfAbsent(rows.getLong(1), id -> new HashMap<>())
                            .put(rows.getString(2), step(rows));
                }
            }
        }
        return loaded;
    }

    private static StoredStep step(ResultSet row) throws SQLException {
        String outcome = row.getString(4);
        return new StoredStep(
                StoredStep.Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                outcome == null ? StoredStep.End.PENDING : StoredStep.End.valueOf(outcome.toUpperCase(Locale.ROOT)),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getLong(8));
    }

    private Map<Long, StoredTrace> loadTraces(Connection connection, long[] ids) throws SQLException {
        var loaded = new HashMap<Long, StoredTrace>();
        try (PreparedStatement statement = Jdbc.prepare(connection, traces)) {
            statement.setObject(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    loaded.put(rows.getLong(1), new StoredTrace(rows.getString(2), rows.getString(3)));
                }
            }
        }
        return loaded;
    }

    private Map<Long, String> loadPayloads(Connection connection, long[] ids) throws SQLException {
        var loaded = new HashMap<Long, String>();
        try (PreparedStatement statement = Jdbc.prepare(connection, payloads)) {
            statement.setObject(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    loaded.put(rows.getLong(1), rows.getString(2));
                }
            }
        }
        return loaded;
    }
}
