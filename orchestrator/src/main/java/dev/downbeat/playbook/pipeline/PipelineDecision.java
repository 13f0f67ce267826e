package dev.downbeat.playbook.pipeline;

import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Directive;
import dev.downbeat.playbook.graph.PipelineTask;
import dev.downbeat.playbook.graph.PolicyRule;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.retry.RetryDecision;
import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** What follows one run of one task. Pure: nothing is run or rendered here. */
sealed interface PipelineDecision {

    /** Go on with the next task; after the last one the pipeline has succeeded. */
    record Continue() implements PipelineDecision {}

    /** Run the task again after a delay. */
    record Again(Duration after) implements PipelineDecision {}

    /** Go on with the task of this name. */
    record Jump(String to) implements PipelineDecision {}

    /** End the pipeline as succeeded, with this task's result. */
    record Break() implements PipelineDecision {}

    /** End the pipeline as failed; {@code reason} says why where the task itself succeeded. */
    record Fail(String reason) implements PipelineDecision {}

    /** A decision, and the assignments of the rule that made it. */
    record Decided(PipelineDecision decision, List<Assignment> assignments) {}

    /**
     * Decides: first by the tool's own {@code retry}, then by the first rule that holds; without one, success continues
     * and an error fails.
     *
     * @param attempt how often the task has run since it was entered; 1 after the first run
     * @param holds evaluates a condition in the scope of the attempt
     */
    static Decided after(PipelineTask task, int attempt, ToolOutcome outcome, Predicate<Condition> holds) {
        RetryPolicy retry = task.tool().retry();
        if (retry != null && RetryDecision.after(retry, attempt, outcome, holds) instanceof RetryDecision.Again again) {
            return new Decided(new Again(again.after()), List.of());
        }
        for (PolicyRule rule : task.policy()) {
            if (holds.test(rule.when())) {
                return new Decided(ordered(rule.directive(), attempt, outcome), rule.assignments());
            }
        }
        PipelineDecision unruled =
                outcome instanceof ToolOutcome.Succeeded ? new Continue() : new Fail("no rule takes it");
        return new Decided(unruled, List.of());
    }

    private static PipelineDecision ordered(Directive directive, int attempt, ToolOutcome outcome) {
        return switch (directive) {
            case Directive.Continue next -> new Continue();
            case Directive.Jump jump -> new Jump(jump.to());
            case Directive.Break end -> new Break();
            case Directive.Fail fail -> new Fail("a rule says so");
            case Directive.Retry retry -> again(retry.policy(), attempt, outcome);
        };
    }

    /**
     * The rule's own condition chose the retry, be it after an error or not; only the policy's bounds are left to
     * judge.
     */
    private static PipelineDecision again(RetryPolicy policy, int attempt, ToolOutcome outcome) {
        return attempt < policy.maxAttempts()
                ? new Again(RetryDecision.delay(policy.backoff(), attempt, outcome))
                : new Fail("all %d attempts are used up".formatted(policy.maxAttempts()));
    }
}
