package dev.downbeat.playbook.graph;

import org.jspecify.annotations.Nullable;

/** What a step runs: one tool, or several tasks in a row on one worker. */
public sealed interface Action permits ToolSpec, Pipeline {

    /** Returns how the whole is repeated when it has failed; null for not at all. */
    @Nullable
    RetryPolicy retry();

    /** Returns its line in the document, from 1. */
    int line();
}
