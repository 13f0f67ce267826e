package dev.downbeat.analysis.finding;

/**
 * One thing about a statement's run that somebody should look at.
 *
 * @param kind what sort of thing
 * @param reason what was seen, with its figures
 * @param proposal what usually mends it
 */
public record Finding(Kind kind, String reason, String proposal) {

    /** The sorts of findings. */
    public enum Kind {
        SEQUENTIAL_SCAN,
        ROWS_REMOVED,
        SPILL,
        MISESTIMATE,
        BUFFERS_PER_ROW,
        PLAN_FLIP,
        INDEX_UNUSED,
        GROWTH
    }
}
