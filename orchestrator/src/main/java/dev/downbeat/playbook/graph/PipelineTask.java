package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.Templates;
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

    /** Returns the task with the templated bounds of its retries rendered in a scope. */
    public PipelineTask bound(Templates templates, Scope scope) {
        List<PolicyRule> rules = policy.stream()
                .map(rule -> rule.directive() instanceof Directive.Retry retry
                        ? new PolicyRule(
                                rule.when(),
                                new Directive.Retry(retry.policy().bound(templates, scope)),
                                rule.assignments(),
                                rule.line())
                        : rule)
                .toList();
        return new PipelineTask(name, tool.bound(templates, scope), assignments, rules);
    }
}
