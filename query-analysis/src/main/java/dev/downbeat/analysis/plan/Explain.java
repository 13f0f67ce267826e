package dev.downbeat.analysis.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.queue.internal.PlannerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * Explains production statements while they run, each time in a transaction that is rolled back, so that every run finds
 * the same data.
 */
public final class Explain {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int RUNS = 3;
    private static final double LONG_MILLIS = 100;

    /** As a worker's statement is planned once the server no longer looks at its values. */
    private static final String PREPARE =
            "set local plan_cache_mode = force_generic_plan; deallocate all; prepare analysed as ";

    private static final String ANALYZE = "explain (analyze, buffers, wal, settings, format json) ";

    private final Connection connection;

    private Explain(Connection connection) {
        this.connection = connection;
    }

    /**
     * Explains on the connection, which must not be used by others meanwhile.
     *
     * @param connection in auto-commit
     */
    public static Explain on(Connection connection) {
        return new Explain(connection);
    }

    /** Plans from now on as the sessions of workers do. */
    public void planAsWorkers() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PlannerSettings.BY_INDEX);
        }
    }

    /** Returns jOOQ as statements are built with here, on no connection. */
    public static DSLContext rendering() {
        return DSL.using(SQLDialect.POSTGRES, new Settings().withRenderNamedParamPrefix("$"));
    }

    /** Runs the statement with both sorts of plan and tells how. */
    public Explained run(Bound statement) throws SQLException {
        JsonNode custom = median(ANALYZE + statement.inlined(), "");
        if (statement.values().isEmpty()) {
            return new Explained(custom, custom);
        }
        return new Explained(
                custom, median(ANALYZE + "execute analysed " + statement.values(), PREPARE + statement.open()));
    }

    /** The first run warms the caches; of the others the median counts. One that takes long varies little, and runs twice. */
    private JsonNode median(String explain, String before) throws SQLException {
        if (millis(rolledBack(explain, before)) > LONG_MILLIS) {
            return rolledBack(explain, before);
        }
        List<JsonNode> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(rolledBack(explain, before));
        }
        runs.sort(Comparator.comparingDouble(Explain::millis));
        return runs.get(RUNS / 2);
    }

    private static double millis(JsonNode run) {
        return run.path("Execution Time").asDouble();
    }

    private JsonNode rolledBack(String explain, String before) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            if (!before.isEmpty()) {
                statement.execute(before);
            }
            return read(statement, explain);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static JsonNode read(Statement statement, String sql) throws SQLException {
        try (var row = statement.executeQuery(sql)) {
            row.next();
            return MAPPER.readTree(row.getString(1)).path(0);
        } catch (JsonProcessingException e) {
            throw new SQLException("The server's plan is no JSON.", e);
        }
    }
}
