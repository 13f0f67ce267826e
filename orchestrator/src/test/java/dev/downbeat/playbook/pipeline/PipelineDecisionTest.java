package dev.downbeat.playbook.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.graph.Backoff;
import dev.downbeat.playbook.graph.Directive;
import dev.downbeat.playbook.graph.PipelineTask;
import dev.downbeat.playbook.graph.PolicyRule;
import dev.downbeat.playbook.graph.RetryOn;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.template.Place;
import dev.downbeat.playbook.template.Template;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineDecisionTest {
    private static final ToolOutcome OK = new ToolOutcome.Succeeded("done");
    private static final ToolOutcome ERROR =
            new ToolOutcome.Failed(ErrorObject.of(ErrorKind.SERVER_ERROR, "503"), null);
    private static final Condition IF_ERROR = Condition.compile("{{ outcome.status == 'error' }}", Place.NONE);
    private static final Condition IF_OK = Condition.compile("{{ outcome.status == 'ok' }}", Place.NONE);

    @Test
    void withoutRulesSuccessContinuesAndAnErrorFails() {
        assertThat(decide(OK, 1)).isEqualTo(new PipelineDecision.Continue());
        assertThat(decide(ERROR, 1)).isInstanceOf(PipelineDecision.Fail.class);
    }

    @Test
    void withoutAMatchingRuleSuccessContinuesAndAnErrorFails() {
        PolicyRule never = rule(Condition.NEVER, new Directive.Break());

        assertThat(decide(OK, 1, never)).isEqualTo(new PipelineDecision.Continue());
        assertThat(decide(ERROR, 1, never)).isInstanceOf(PipelineDecision.Fail.class);
    }

    @Test
    void takesTheFirstRuleThatHolds() {
        PolicyRule[] rules = {
            rule(IF_ERROR, new Directive.Jump("repair")),
            rule(IF_OK, new Directive.Break()),
            rule(Condition.ALWAYS, new Directive.Fail())
        };

        assertThat(decide(ERROR, 1, rules)).isEqualTo(new PipelineDecision.Jump("repair"));
        assertThat(decide(OK, 1, rules)).isEqualTo(new PipelineDecision.Break());
    }

    @Test
    void anErrorCanBeContinuedAndASuccessFailed() {
        assertThat(decide(ERROR, 1, rule(IF_ERROR, new Directive.Continue())))
                .isEqualTo(new PipelineDecision.Continue());
        assertThat(decide(OK, 1, rule(IF_OK, new Directive.Fail()))).isInstanceOf(PipelineDecision.Fail.class);
    }

    @Test
    void attemptsCountAllRuns() {
        PolicyRule retry = rule(Condition.ALWAYS, new Directive.Retry(policy(3, Backoff.Kind.LINEAR)));

        assertThat(decide(ERROR, 1, retry)).isEqualTo(new PipelineDecision.Again(Duration.ofSeconds(1)));
        assertThat(decide(ERROR, 2, retry)).isEqualTo(new PipelineDecision.Again(Duration.ofSeconds(2)));
        assertThat(decide(ERROR, 3, retry)).isInstanceOf(PipelineDecision.Fail.class);
    }

    @Test
    void aRuleCanRepeatASuccess() {
        PolicyRule retry = rule(IF_OK, new Directive.Retry(policy(2, Backoff.Kind.NONE)));

        assertThat(decide(OK, 1, retry)).isEqualTo(new PipelineDecision.Again(Duration.ZERO));
        assertThat(decide(OK, 2, retry)).isInstanceOf(PipelineDecision.Fail.class);
    }

    @Test
    void theToolsOwnRetryComesBeforeTheRules() {
        PipelineTask task = task(policy(2, Backoff.Kind.FIXED), rule(IF_ERROR, new Directive.Continue()));

        assertThat(PipelineDecision.after(task, 1, ERROR, holding(ERROR)).decision())
                .isEqualTo(new PipelineDecision.Again(Duration.ofSeconds(1)));
        assertThat(PipelineDecision.after(task, 2, ERROR, holding(ERROR)).decision())
                .isEqualTo(new PipelineDecision.Continue());
    }

    private static PipelineDecision decide(ToolOutcome outcome, int attempt, PolicyRule... rules) {
        return PipelineDecision.after(task(null, rules), attempt, outcome, holding(outcome))
                .decision();
    }

    private static Predicate<Condition> holding(ToolOutcome outcome) {
        Condition holds = outcome instanceof ToolOutcome.Succeeded ? IF_OK : IF_ERROR;
        return condition -> condition.equals(Condition.ALWAYS) || condition.equals(holds);
    }

    private static PipelineTask task(@Nullable RetryPolicy retry, PolicyRule... rules) {
        return new PipelineTask(
                "fetch", new ToolSpec("http", Template.EMPTY, Template.EMPTY, retry, 1), List.of(), List.of(rules));
    }

    private static PolicyRule rule(Condition when, Directive directive) {
        return new PolicyRule(when, directive, List.of(), 1);
    }

    private static RetryPolicy policy(int attempts, Backoff.Kind kind) {
        return new RetryPolicy(
                attempts,
                Set.of(RetryOn.ANY),
                Condition.ALWAYS,
                Condition.NEVER,
                new Backoff(kind, Duration.ofSeconds(1), 2, Backoff.LONGEST));
    }
}
