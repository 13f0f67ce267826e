package dev.downbeat.playbook.run;

/**
 * Decides which items start. Pure.
 *
 * @param state the counters afterwards
 * @param first the first item to start now
 * @param count how many items start now, {@code first} and those after it
 */
record LoopDecision(LoopState state, int first, int count) {

    /** Returns how a loop begins: as many items as its width allows. */
    static LoopDecision begin(LoopState state) {
        return handOut(state);
    }

    /** Returns what follows when one item has ended. */
    static LoopDecision afterItem(LoopState state, boolean success) {
        return handOut(new LoopState(
                state.total(),
                state.width(),
                state.failFast(),
                state.started(),
                state.succeeded() + (success ? 1 : 0),
                state.failed() + (success ? 0 : 1),
                state.stopped() || (state.failFast() && !success)));
    }

    private static LoopDecision handOut(LoopState state) {
        int free = state.stopped() ? 0 : Math.min(state.width() - state.running(), state.total() - state.started());
        int count = Math.max(free, 0);
        LoopState after = new LoopState(
                state.total(),
                state.width(),
                state.failFast(),
                state.started() + count,
                state.succeeded(),
                state.failed(),
                state.stopped());
        return new LoopDecision(after, state.started(), count);
    }
}
