package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a worker's sessions tell the planner: by index, always; one plan for all values; nothing compiled.
 *
 * <p>Hot statements take a few rows of tables whose statistics lag behind their true size. On a queue that was just filled
 * and never analysed, the planner expects a handful of rows and would read and sort the whole queue for every claim. With
 * the other ways closed there is but one plan, so that it need not be made for each batch anew; and its price, which those
 * closed ways put in the millions, would make a server that compiles dear plans compile it, for longer than it runs.
 */
public final class PlannerSettings {

    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "enable_seqscan", "off",
            "enable_bitmapscan", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off",
            "plan_cache_mode", "force_generic_plan",
            "jit", "off"));

    /** Set at the start of a session. */
    public static final String BY_INDEX = each(name -> "set " + name + " = " + SETTINGS.get(name));

    /** Set within a transaction, where there is no session to keep them. */
    public static final String BY_INDEX_LOCALLY = each(name -> "set local " + name + " = " + SETTINGS.get(name));

    /** Set back before a connection returns to its pool. */
    public static final String RESET = each(name -> "reset " + name);

    private PlannerSettings() {}

    /** Sets them within the connection's transaction. */
    public static void setLocally(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(BY_INDEX_LOCALLY);
        }
    }

    private static String each(UnaryOperator<String> statement) {
        return SETTINGS.keySet().stream().map(statement).collect(Collectors.joining("; "));
    }
}
