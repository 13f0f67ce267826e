package dev.downbeat.queue;

/** Where an execution stands in its life. */
public enum ExecutionState {
    /** Waits for a free slot. */
    READY,
    /** A worker runs it under its lease. */
    RUNNING,
    /** Waits for its time: a delay, a sleep, or the next attempt. */
    SCHEDULED,
    /** Waits for its children. */
    WAITING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Tells whether nothing will change any more. */
    public boolean isTerminal() {
        return switch (this) {
            case READY, RUNNING, SCHEDULED, WAITING -> false;
            case COMPLETED, FAILED, CANCELLED -> true;
        };
    }
}
