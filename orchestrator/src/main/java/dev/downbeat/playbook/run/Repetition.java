package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.retry.AttemptScope;
import dev.downbeat.playbook.retry.RetryDecision;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a call is repeated: by the retry of its action, or by a rule that asks for it. */
final class Repetition {
    private final Templates templates;
    private final RunScope scope;

    Repetition(Templates templates, RunScope scope) {
        this.templates = templates;
        this.scope = scope;
    }

    /** Returns the repetition that the action's own retry asks for. */
    Optional<Turn.Again> byAction(Action action, CallState state, ToolOutcome outcome) {
        if (action.retry() == null) {
            return Optional.empty();
        }
        RetryPolicy policy = action.retry().bound(templates, scope);
        int runs = state.repeats(action.line()) + 1;
        var seen = AttemptScope.of(scope, runs, outcome);
        return RetryDecision.after(policy, runs, outcome, condition -> templates.test(condition, seen))
                        instanceof RetryDecision.Again again
                ? Optional.of(new Turn.Again(again.after(), state.repeated(action.line(), Map.of()), error(outcome)))
                : Optional.empty();
    }

    /** Returns the repetition that a rule asks for, unless its bounds refuse it. */
    Optional<Turn.Again> byRule(Rule rule, Then.Retry retry, CallState state, ToolOutcome outcome) {
        RetryPolicy policy = retry.policy().bound(templates, scope);
        int runs = state.repeats(rule.line()) + 1;
        var seen = AttemptScope.of(scope, runs, outcome);
        boolean refused = runs >= policy.maxAttempts()
                || templates.test(policy.stopWhen(), seen)
                || (outcome instanceof ToolOutcome.Failed failed
                        && policy.retryOn().stream()
                                .noneMatch(group ->
                                        group.covers(failed.error().kind().word())));
        if (refused) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> overrides = RowJson.map(templates.render(retry.overrides(), scope));
        return Optional.of(new Turn.Again(
                RetryDecision.delay(policy.backoff(), runs, outcome),
                state.repeated(rule.line(), overrides),
                error(outcome)));
    }

    private static @Nullable ErrorObject error(ToolOutcome outcome) {
        return outcome instanceof ToolOutcome.Failed failed ? failed.error() : null;
    }
}
