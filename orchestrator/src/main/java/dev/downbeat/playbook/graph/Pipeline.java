package dev.downbeat.playbook.graph;

import java.util.List;

/**
 * Tasks that run in order, as one unit, on one worker. Its result is that of the last task that ran; finished tasks are
 * in scope by name.
 *
 * @param tasks at least one; names are unique
 * @param line its line in the document, from 1
 */
public record Pipeline(List<PipelineTask> tasks, int line) implements Action {

    public Pipeline {
        tasks = List.copyOf(tasks);
    }
}
