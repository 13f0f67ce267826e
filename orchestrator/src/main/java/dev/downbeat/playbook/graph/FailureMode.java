package dev.downbeat.playbook.graph;

/** What a failure means to what stands around it: a loop to its items, a step to its arcs. */
public enum FailureMode {
    /** Counted, and the work goes on; a step's unguarded arcs are taken as after success. */
    BEST_EFFORT,
    /** Nothing more is started; only a rule that asks for failures is taken. */
    FAIL_FAST
}
