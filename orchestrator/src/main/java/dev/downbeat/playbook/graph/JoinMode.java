package dev.downbeat.playbook.graph;

/** How a step with several static predecessors is entered. */
public enum JoinMode {
    /** Once, when all activated branches have arrived. */
    ALL,
    /** Once per arriving branch. */
    ANY
}
