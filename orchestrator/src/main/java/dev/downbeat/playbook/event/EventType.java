package dev.downbeat.playbook.event;

import java.util.Locale;

/** What can be read in the event log; the column holds the name with dots, {@code call.done}. */
public enum EventType {
    PLAYBOOK_INITIALIZED,
    WORKFLOW_INITIALIZED,
    COMMAND_ISSUED,
    COMMAND_CLAIMED,
    STEP_ENTER,
    CALL_DONE,
    CALL_ERROR,
    STEP_EXIT,
    STEP_SKIPPED,
    LOOP_DONE,
    CONDITION_ERROR,
    COMMAND_COMPLETED,
    COMMAND_FAILED,
    WORKFLOW_COMPLETED,
    WORKFLOW_FAILED,
    PLAYBOOK_COMPLETED,
    PLAYBOOK_FAILED,
    EXECUTION_CANCELLED;

    private final String column = name().toLowerCase(Locale.ROOT).replace('_', '.');

    /** Returns how the log spells it. */
    public String column() {
        return column;
    }
}
