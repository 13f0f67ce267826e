package dev.downbeat.queue;

import java.util.List;

/**
 * A way of its own into the slots for the executions of one task, which are claimed by themselves. Tasks without a lane
 * go straight to the slots. Safe for any thread.
 */
sealed interface Lane permits SharedLane, BatchLane {

    /** Returns how many executions to claim now, at most {@code fetchBatch}; 0 to wait for room. */
    int want(int fetchBatch);

    /** Tells the claimer once when there is room again. */
    void tellRoom();

    /** Takes what was claimed. */
    void offer(List<ExecutionRun> runs);

    /** Claimed, and not yet handed to a slot. */
    int buffered();

    /** Takes back everything that was not handed to a slot. */
    List<ExecutionRun> takeBuffered();

    /** Hands nothing to a slot any more, and returns what had not been. */
    List<ExecutionRun> close();
}
