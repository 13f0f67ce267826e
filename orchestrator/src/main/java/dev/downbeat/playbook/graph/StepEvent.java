package dev.downbeat.playbook.graph;

/** What can happen to a step that rules are looked at for, in this order. */
public enum StepEvent {
    CALL_DONE("call.done"),
    CALL_ERROR("call.error"),
    STEP_EXIT("step.exit"),
    LOOP_DONE("loop.done");

    private final String eventName;

    StepEvent(String eventName) {
        this.eventName = eventName;
    }

    /** Returns the name as events and conditions spell it, {@code call.done}. */
    public String eventName() {
        return eventName;
    }
}
