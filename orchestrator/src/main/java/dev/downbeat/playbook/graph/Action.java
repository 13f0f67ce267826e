package dev.downbeat.playbook.graph;

/** What a step runs: one tool, or several tasks in a row on one worker. */
public sealed interface Action permits ToolSpec, Pipeline {

    /** Returns its line in the document, from 1. */
    int line();
}
