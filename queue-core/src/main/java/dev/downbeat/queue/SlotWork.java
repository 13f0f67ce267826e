package dev.downbeat.queue;

import java.util.List;

/** What takes one slot while it runs: one execution, or several in a batch. */
interface SlotWork extends Runnable {

    /** The executions in it. */
    List<ExecutionRun> members();

    /** Told when it is done and its slot has gone to the next. */
    default void left() {}
}
