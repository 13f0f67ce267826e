package dev.downbeat.playbook.status;

import java.util.Locale;

/** Where one execution of a playbook stands; it leaves {@link #RUNNING} once. */
public enum RunStatus {
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Returns the status that the database spells this way. */
    public static RunStatus of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }

    /** Returns how the database, the events and {@code --json} spell it. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing can change it any more. */
    public boolean terminal() {
        return this != RUNNING;
    }
}
