package dev.downbeat.playbook.run;

/**
 * The counters of a loop, read and written under the lock of its execution.
 *
 * @param total how many items there are; those of a cursor, as far as they were pulled
 * @param started items handed out: 0 to {@code started - 1}
 * @param stopped whether a failure has ended the loop early: of an item in a fail-fast loop, or of a cursor's claim
 */
record LoopState(int total, int width, boolean failFast, int started, int succeeded, int failed, boolean stopped) {
    /** Returns the state before any item has been handed out. */
    static LoopState begin(int total, int width, boolean failFast) {
        return new LoopState(total, width, failFast, 0, 0, 0, false);
    }

    /** Returns the state with as many items in all. */
    LoopState withTotal(int items) {
        return new LoopState(items, width, failFast, started, succeeded, failed, stopped);
    }

    /** Returns the state in which no more items start. */
    LoopState stop() {
        return new LoopState(total, width, failFast, started, succeeded, failed, true);
    }

    /** Returns how many items are handed out and have not ended. */
    int running() {
        return started - succeeded - failed;
    }

    /** Returns whether nothing runs and nothing will be handed out. */
    boolean done() {
        return running() == 0 && (stopped || started == total);
    }
}
