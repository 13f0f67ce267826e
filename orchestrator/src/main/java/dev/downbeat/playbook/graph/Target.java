package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Template;
import java.util.List;

/**
 * A step to go to, and what to bring along.
 *
 * @param step the name of an existing step
 * @param args merged over the step's own input; an empty mapping for none
 * @param assignments made before the step is scheduled
 */
public record Target(String step, Template args, List<Assignment> assignments) {

    public Target {
        assignments = List.copyOf(assignments);
    }
}
