package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a workflow.
 *
 * @param name unique in its playbook
 * @param description free text, or empty
 * @param input the step's own {@code input}; the arguments of the arc that led here are merged over it, and the result
 *     is in scope as {@code args} and {@code input}
 * @param loop the loop around the action, or null
 * @param action what runs; null for a step that only decides
 * @param assignments {@code vars}, {@code set_ctx} and {@code set}, made when the action has ended and before any rule
 * @param transitions where to go then
 * @param join how it waits when several branches lead to it
 * @param failure what a failure of this step means when no rule takes it
 * @param line its line in the document, from 1
 */
public record Step(
        String name,
        String description,
        Template input,
        @Nullable Loop loop,
        @Nullable Action action,
        List<Assignment> assignments,
        Transitions transitions,
        JoinMode join,
        FailureMode failure,
        int line) {

    public Step {
        assignments = List.copyOf(assignments);
    }
}
