package dev.downbeat.playbook.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.graph.Backoff;
import dev.downbeat.playbook.graph.Collect;
import dev.downbeat.playbook.graph.Playbook;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.StepEvent;
import dev.downbeat.playbook.graph.Target;
import dev.downbeat.playbook.graph.Then;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.graph.Transitions;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.Templates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The spellings of rules, arcs and retries become one model. */
class TransitionsTest {
    private static final String HEAD = """
            apiVersion: noetl.io/v2
            kind: Playbook
            metadata: {name: test, path: /folder/test}
            """;

    private final Templates templates = Templates.standard();

    private static Playbook parse(String workflow) {
        return PlaybookParser.parse(HEAD + workflow, ParseOptions.DEFAULT).playbook();
    }

    /** Returns the first of some steps; a step {@code end} is added, so that there is one to go to. */
    private static Step step(String step) {
        Playbook playbook = parse("workflow:\n" + step.indent(2) + "  - {step: end, tool: {kind: noop}}\n");
        return playbook.steps().values().iterator().next();
    }

    private static RetryPolicy retry(String tool) {
        Step step = step("- step: a\n  tool: {kind: http, url: x, " + tool + "}\n");
        return Objects.requireNonNull(((ToolSpec) Objects.requireNonNull(step.action())).retry());
    }

    @ParameterizedTest(name = "{0} leads to {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            next: end => [ARC end]
            next: [end, b] => [ARC end b]
            next: [{step: end}, {step: b}] => [ARC end b]
            next: {step: end, args: {x: 1}} => [ARC end]
            next: {arcs: [{step: end}, {step: b}]} => [ARC end, ARC b]
            next: [{step: end, when: 'x > 1'}, {step: b}] => [ARC end, ARC b]
            next: [{when: 'x > 1', then: [{step: end}]}, {else: [{step: b}]}] => [ARC end, OTHERWISE b]
            case: [{when: 'x', then: {next: end}}, {else: {then: {next: b}}}] => [CASE end, OTHERWISE b]
            case: [{else: [{next: b}]}, {when: 'x', then: [{next: [end, {step: b}]}]}] => [CASE end b, OTHERWISE b]
            {case: [{when: 'x', then: [{step: end}]}], next: b} => [CASE end, ARC b]
            case: {when: 'x', then: end} => [CASE end]
            """)
    void unifiesTransitions(String spelling, String expected) {
        String body = spelling.startsWith("{") ? spelling.substring(1, spelling.length() - 1) : spelling;
        Step step = step("- {step: a, tool: noop, " + body + "}\n- {step: b, tool: noop}\n");

        assertThat(step.transitions().rules().stream()
                        .map(rule -> rule.form() + " " + String.join(" ", targets(rule)))
                        .toList())
                .hasToString(expected);
    }

    private static List<String> targets(Rule rule) {
        return rule.actions().stream()
                .filter(Then.Next.class::isInstance)
                .flatMap(then -> ((Then.Next) then).targets().stream())
                .map(Target::step)
                .toList();
    }

    @Test
    void looksAtArcsWhenTheStepOrItsLoopEnds() {
        Step plain = step("- {step: a, tool: noop, next: end}");
        Step loop = step("- {step: a, tool: noop, loop: {in: [1], iterator: i}, next: end}");

        assertThat(plain.transitions().rules().getFirst().events())
                .containsExactlyInAnyOrder(StepEvent.CALL_DONE, StepEvent.CALL_ERROR);
        assertThat(loop.transitions().rules().getFirst().events()).containsExactly(StepEvent.LOOP_DONE);
    }

    @ParameterizedTest(name = "{0} asks for failures: {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            event.name == 'call.error' => true
            event.name == 'step.failed' => true
            event.name in ['call.done', 'step.error'] => true
            output.status == 'error' => true
            error is defined => true
            output.error.retryable => true
            event.name == 'call.done' => false
            response.count > 3 => false
            true => false
            """)
    void knowsWhichGuardsAskForFailures(String guard, boolean expected) {
        Step step = step("- {step: a, tool: noop, next: {arcs: [{step: end, when: \"{{ " + guard + " }}\"}]}}");

        assertThat(step.transitions().rules().getFirst().takesFailure()).isEqualTo(expected);
    }

    @Test
    void takesOlderEventNamesForTheNewOnes() {
        Step step = step("- {step: a, tool: noop, next: {arcs: [{step: end, when: \"event.name == 'step.failed'\"}]}}");
        Scope scope = Scope.of(Map.of("event", Map.of("name", "call.error")));

        assertThat(templates.test(step.transitions().rules().getFirst().when(), scope))
                .isTrue();
    }

    @Test
    void readsEveryActionOfARule() {
        Step step = step("""
                - step: a
                  tool: noop
                  case:
                    - when: "{{ event.name == 'call.done' }}"
                      then:
                        - set: {x: 1, iter.y: 2, ctx: {z: 3}}
                        - set: [{name: p, value: "{{ response }}"}]
                        - save: {tool: {kind: postgres, command: select 1}}
                        - collect: {strategy: extend, path: data.items, into: all}
                        - retry: {max_attempts: "{{ workload.max }}", initial_delay: 0.5, params: {page: 2}}
                        - result: {total: 1}
                        - log: "hi {{ x }}"
                        - fail: too bad
                        - next: {step: end, args: {k: "{{ v }}"}}
                """);

        List<Then> actions = step.transitions().rules().getFirst().actions();
        assertThat(actions)
                .extracting(then -> then.getClass().getSimpleName())
                .containsExactly("Assign", "Assign", "Inline", "Gather", "Retry", "Result", "Log", "Fail", "Next");
        assertThat(((Then.Assign) actions.getFirst()).assignments())
                .extracting(assignment -> assignment.target() + " " + assignment.name())
                .containsExactly("CTX x", "ITER y", "CTX z");
        assertThat(((Then.Gather) actions.get(3)).collect())
                .isEqualTo(new Collect(Collect.Strategy.EXTEND, "data.items", "all", Collect.DEFAULT_MAX_PAGES));
        Then.Retry retry = (Then.Retry) actions.get(4);
        assertThat(retry.overrides().source()).isEqualTo(Map.of("params", Map.of("page", 2)));
        RetryPolicy bound = retry.policy().bound(templates, Scope.of(Map.of("workload", Map.of("max", 4))));
        assertThat(bound.maxAttempts()).isEqualTo(4);
        assertThat(bound.backoff().delayAfter(2)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void readsOneMappingOfSeveralActions() {
        Step step = step(
                "- {step: a, tool: noop, case: [{when: x, then: {set: {y: 1}, collect: {into: z}, next: [end]}}]}");

        assertThat(step.transitions().rules().getFirst().actions()).hasSize(3);
        assertThat(step.transitions().rules().getFirst().movesOn()).isTrue();
        assertThat(step.transitions().mode()).isEqualTo(Transitions.Mode.EXCLUSIVE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            retry: true => 3 [ANY] EXPONENTIAL 1000
            retry: 5 => 5 [ANY] EXPONENTIAL 1000
            retry: {max_attempts: 2, retry_on: [timeout]} => 2 [TIMEOUT] EXPONENTIAL 1000
            retry: {max_attempts: 4, backoff: linear, delay: 2} => 4 [ANY] LINEAR 2000
            retry: {max_attempts: 4, backoff: 0.2} => 4 [ANY] FIXED 200
            retry: {max_attempts: 4, backoff: none} => 4 [ANY] NONE 0
            retry: {max_attempts: 4, initial_delay: 500ms, backoff_multiplier: 3, max_delay: 1m} => 4 [ANY] EXPONENTIAL 500
            retry: {max_attempts: 4, backoff: fixed, delay: 3s} => 4 [ANY] FIXED 3000
            retry: {max_attempts: 4, retry_on: server_error} => 4 [SERVER_ERROR] EXPONENTIAL 1000
            """)
    void unifiesRetries(String spelling, String expected) {
        RetryPolicy policy = retry(spelling);

        assertThat(policy.maxAttempts() + " " + policy.retryOn() + " "
                        + policy.backoff().kind() + " "
                        + policy.backoff().delayAfter(1).toMillis())
                .isEqualTo(expected);
        assertThat(policy.retryWhen().always()).isTrue();
    }

    @Test
    void readsRetryConditions() {
        RetryPolicy policy = retry("retry: {max_attempts: 6, retry_when: 'status_code >= 500', stop_when: 'done'}");
        RetryPolicy list = retry("retry: [{when: \"error.status == 503\", then: {max_attempts: 4}}]");

        assertThat(policy.retryWhen().source()).isEqualTo("status_code >= 500");
        assertThat(policy.stopWhen().source()).isEqualTo("done");
        assertThat(list.retryWhen().source()).isEqualTo("error.status == 503");
        assertThat(list.maxAttempts()).isEqualTo(4);
    }

    @Test
    void growsDelaysAsTheBackoffSays() {
        Duration second = Duration.ofSeconds(1);
        Backoff exponential = new Backoff(Backoff.Kind.EXPONENTIAL, second, 2, Duration.ofSeconds(5));
        Backoff linear = new Backoff(Backoff.Kind.LINEAR, second, 1, Backoff.LONGEST);

        assertThat(List.of(1, 2, 3, 4))
                .map(exponential::delayAfter)
                .map(Duration::toSeconds)
                .containsExactly(1L, 2L, 4L, 5L);
        assertThat(List.of(1, 2, 3))
                .map(linear::delayAfter)
                .map(Duration::toSeconds)
                .containsExactly(1L, 2L, 3L);
        assertThat(Backoff.NONE.delayAfter(9)).isZero();
    }
}
