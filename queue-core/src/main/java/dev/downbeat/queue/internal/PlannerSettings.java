package dev.downbeat.queue.internal;

/**
 * What a worker's sessions tell the planner: by index, always.
 *
 * <p>Hot statements take a few rows of tables whose statistics lag behind their true size. On a queue that was just filled
 * and never analysed, the planner expects a handful of rows and would read and sort the whole queue for every claim.
 */
public final class PlannerSettings {
    /** Set at the start of a session. */
    public static final String BY_INDEX =
            "set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off";

    /** Set within a transaction, where there is no session to keep them. */
    public static final String BY_INDEX_LOCALLY = BY_INDEX.replace("set ", "set local ");

    /** Set back before a connection returns to its pool. */
    public static final String RESET =
            "reset enable_seqscan; reset enable_bitmapscan; reset enable_hashjoin; reset enable_mergejoin";

    private PlannerSettings() {}
}
