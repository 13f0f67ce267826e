package dev.downbeat.playbook.run;

import java.util.Locale;

/** Where a visit or an item stands. */
public enum VisitStatus {
    /** A branch has arrived at a join that others may still reach. */
    WAITING,
    /** Its command is queued, delayed or running. */
    ACTIVE,
    /** It waits for a child; it holds no slot. */
    PARKED,
    /** Its items run. */
    LOOPING,
    COMPLETED,
    FAILED,
    SKIPPED,
    CANCELLED;

    private final String column = name().toLowerCase(Locale.ROOT);

    /** Returns the status that a column spells. */
    static VisitStatus of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }

    /** Returns how the database spells it. */
    String column() {
        return column;
    }
}
