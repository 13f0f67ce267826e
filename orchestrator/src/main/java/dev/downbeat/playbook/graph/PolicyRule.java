package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Condition;
import java.util.List;

/**
 * One rule of a task's policy. {@code else} is a rule whose condition is {@link Condition#ALWAYS}.
 *
 * @param when whether it applies; in scope {@code outcome}/{@code output}, {@code _attempt}, {@code _prev}, …
 * @param directive what happens then
 * @param assignments made when the rule is chosen, before the directive
 * @param line its line in the document, from 1
 */
public record PolicyRule(Condition when, Directive directive, List<Assignment> assignments, int line) {

    public PolicyRule {
        assignments = List.copyOf(assignments);
    }
}
