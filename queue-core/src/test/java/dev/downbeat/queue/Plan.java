package dev.downbeat.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.queue.internal.PlannerSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Query;

/** What the server tells of a statement that it ran as a worker's session would, and took back. */
record Plan(JsonNode top) {

    private static final List<String> ROWS = List.of(
            "Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter", "Rows Removed by Index Recheck");

    /** Runs the statement with a worker's planner settings, and rolls it back. */
    static Plan of(Queue queue, Connection connection, Function<DSLContext, ? extends Query> statement)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            DSLContext dsl = queue.installation().schema().jooq(connection);
            dsl.execute(PlannerSettings.BY_INDEX_LOCALLY);
            Query query = statement.apply(dsl);
            var explained = dsl.fetchSingle(
                    "explain (analyze, buffers, format json) " + query.getSQL(),
                    query.getBindValues().toArray());
            String text = Objects.requireNonNull(explained.get(0)).toString();
            return new Plan(Json.MAPPER.readTree(text).get(0).get("Plan"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Blocks of 8 KiB that were looked at. */
    long buffers() {
        return top.get("Shared Hit Blocks").asLong()
                + top.get("Shared Read Blocks").asLong();
    }

    /** Rows that all nodes together returned, or looked at and threw away. */
    long rows() {
        return rows(top);
    }

    private static long rows(JsonNode node) {
        long rows = 0;
        for (String of : ROWS) {
            rows += node.path(of).asLong() * node.path("Actual Loops").asLong(1);
        }
        for (JsonNode child : node.path("Plans")) {
            rows += rows(child);
        }
        return rows;
    }

    String text() {
        return top.toString();
    }
}
