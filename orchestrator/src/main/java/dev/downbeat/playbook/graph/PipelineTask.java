package dev.downbeat.playbook.graph;

import java.util.List;

/**
 * One task of a pipeline.
 *
 * @param name unique in its pipeline
 * @param tool what it calls
 * @param assignments the task's own {@code set}, made when it has succeeded and before its rules
 * @param policy its rules, first match; empty means: ok continues, error fails
 */
public record PipelineTask(String name, ToolSpec tool, List<Assignment> assignments, List<PolicyRule> policy) {

    public PipelineTask {
        assignments = List.copyOf(assignments);
        policy = List.copyOf(policy);
    }
}
