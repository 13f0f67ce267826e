package dev.downbeat.playbook.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Backoff;
import dev.downbeat.playbook.graph.Collect;
import dev.downbeat.playbook.graph.Directive;
import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.JoinMode;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.Playbook;
import dev.downbeat.playbook.graph.RetryOn;
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
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser makes of each spelling, and what it says of each fault. */
@NullMarked
class PlaybookParserTest {

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

    private static List<String> faults(String text) {
        PlaybookInvalidException refused = catchThrowableOfType(
                PlaybookInvalidException.class, () -> PlaybookParser.parse(text, ParseOptions.DEFAULT));
        assertThat(refused).as("the document is refused").isNotNull();
        return refused.faults().stream().map(Fault::toString).toList();
    }

    private static List<String> faultsOf(String workflow) {
        return faults(HEAD + workflow);
    }

    private static RetryPolicy retry(String tool) {
        Step step = step("- step: a\n  tool: {kind: http, url: x, " + tool + "}\n");
        return Objects.requireNonNull(((ToolSpec) Objects.requireNonNull(step.action())).retry());
    }

    @Test
    void readsTheHeadAndFindsTheEntry() {
        Playbook playbook =
                parse("workload: {a: 1}\nworkflow: [{step: a, tool: {kind: noop}}, {step: start, tool: noop}]");

        assertThat(playbook.metadata().path()).isEqualTo("folder/test");
        assertThat(playbook.workload().source()).isEqualTo(Map.of("a", 1));
        assertThat(playbook.entry()).isEqualTo("start");
        assertThat(parse("workflow: [{step: a, tool: noop}, {step: b, tool: noop}]")
                        .entry())
                .isEqualTo("a");
        assertThat(parse("executor: {spec: {entry_step: b}}\nworkflow: [{step: a, tool: noop}, {step: b, tool: noop}]")
                        .entry())
                .isEqualTo("b");
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

    @Test
    void unifiesAssignments() {
        Step step = step("""
                - step: a
                  tool: noop
                  vars: {a: 1}
                  set_ctx: {b: 2}
                  set_iter: {c: 3}
                  set: {ctx.d: 4, iter: {e: 5}, step.f: 6, g: {h: 7}}
                """);

        assertThat(step.assignments())
                .extracting(assignment -> assignment.target() + " " + assignment.name() + " "
                        + assignment.value().source())
                .containsExactly("CTX a 1", "CTX b 2", "ITER c 3", "CTX d 4", "ITER e 5", "STEP f 6", "CTX g {h=7}");
    }

    @ParameterizedTest(name = "loop: {0}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            {in: [1], iterator: i} => SEQUENTIAL 1 BEST_EFFORT
            {in: [1], iterator: i, mode: async} => PARALLEL 10 BEST_EFFORT
            {in: [1], iterator: i, mode: parallel, concurrency: 3} => PARALLEL 3 BEST_EFFORT
            {in: [1], iterator: i, concurrency: 3} => PARALLEL 3 BEST_EFFORT
            {collection: [1], element: i, spec: {mode: parallel, max_in_flight: 7}} => PARALLEL 7 BEST_EFFORT
            {in: [1], iterator: i, spec: {mode: sequential, max_in_flight: 7}} => SEQUENTIAL 1 BEST_EFFORT
            {in: [1], iterator: i, failure: {mode: fail_fast}} => SEQUENTIAL 1 FAIL_FAST
            {in: [1], iterator: i, spec: {mode: parallel, on_failure: fail_fast}} => PARALLEL 10 FAIL_FAST
            {in: [1], iterator: i, mode: async, concurrency: "{{ n }}"} => PARALLEL {{ n }} BEST_EFFORT
            """)
    void unifiesLoops(String spelling, String expected) {
        Loop loop = Objects.requireNonNull(
                step("- {step: a, tool: noop, loop: " + spelling + "}").loop());

        assertThat(loop.iterator()).isEqualTo("i");
        assertThat(loop.mode() + " " + loop.width().source() + " " + loop.failure())
                .isEqualTo(expected);
        assertThat(((Loop.Source.Items) loop.source()).collection().source()).isEqualTo(List.of(1));
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

    @Test
    void readsPipelinesInAllFormsOfATask() {
        Step step = step("""
                - step: a
                  tool:
                    - name: fetch
                      kind: http
                      url: x
                      spec:
                        method: GET
                        policy:
                          rules:
                            - when: "{{ output.status == 'error' }}"
                              then: {do: retry, attempts: 5, backoff: exponential, delay: 0.2}
                            - else: {then: {do: continue, set_ctx: {n: 1}}}
                    - reshape: {kind: python, input: {a: 1}, code: "result = {{ not_a_template }}"}
                    - {kind: noop, spec: {policy: {rules: [{when: more, then: {do: jump, to: fetch}}, {else: {do: break}}]}}}
                """);

        Pipeline pipeline = (Pipeline) Objects.requireNonNull(step.action());
        assertThat(pipeline.tasks()).extracting(task -> task.name()).containsExactly("fetch", "reshape", "task_3");
        assertThat(pipeline.tasks().getFirst().tool().fields().source())
                .isEqualTo(Map.of("name", "fetch", "url", "x", "method", "GET"));
        Directive.Retry retry = (Directive.Retry)
                pipeline.tasks().getFirst().policy().getFirst().directive();
        assertThat(retry.policy().maxAttempts()).isEqualTo(5);
        assertThat(retry.policy().backoff().delayAfter(3)).isEqualTo(Duration.ofMillis(800));
        assertThat(pipeline.tasks().getFirst().policy().get(1).assignments())
                .extracting(Assignment::name)
                .containsExactly("n");
        assertThat(pipeline.tasks().get(1).tool().field("code")).contains("result = {{ not_a_template }}");
        assertThat(pipeline.tasks().get(1).tool().fields().constant()).isTrue();
        assertThat(pipeline.tasks().get(2).policy().getFirst().directive()).isEqualTo(new Directive.Jump("fetch"));
        assertThat(pipeline.tasks().get(2).policy().get(1).directive()).isEqualTo(new Directive.Break());
    }

    @Test
    void takesAToolWithAPolicyForAPipelineOfOneButLetsAChildPlaybookWait() {
        String policy = "spec: {policy: {rules: [{when: x, then: {do: retry, attempts: 4}}]}}";
        Step http = step("- {step: a, tool: {kind: http, url: x, " + policy + "}}");
        Step child =
                step("- {step: a, tool: {kind: playbook, path: p, payload: {a: 1}, args: {b: 2}, " + policy + "}}");

        assertThat(http.action()).isInstanceOf(Pipeline.class);
        ToolSpec waiting = (ToolSpec) Objects.requireNonNull(child.action());
        assertThat(Objects.requireNonNull(waiting.retry()).maxAttempts()).isEqualTo(4);
        assertThat(waiting.input().source()).isEqualTo(Map.of("a", 1, "b", 2));
        assertThat(waiting.fields().source()).isEqualTo(Map.of("path", "p"));
    }

    @Test
    void readsInputJoinAndFailure() {
        Step step = step(
                "- {step: a, tool: {kind: http, url: x, timeout_ms: 1500}, input: {k: 1}, join: any, failure: {mode: best_effort}}");

        assertThat(step.input().source()).isEqualTo(Map.of("k", 1));
        assertThat(step.join()).isEqualTo(JoinMode.ANY);
        assertThat(step.failure()).isEqualTo(FailureMode.BEST_EFFORT);
        assertThat(((ToolSpec) Objects.requireNonNull(step.action())).field("timeout"))
                .contains(1.5);
        assertThat(RetryOn.TIMEOUT.covers("db_timeout")).isTrue();
    }

    @Test
    void readsWorkbookAndKeychainAsListsOrMappings() {
        Playbook playbook = parse("""
                keychain:
                  - {name: api, kind: bearer, token: "{{ env.TOKEN }}"}
                workbook:
                  double: {tool: {kind: python, code: result = 1}}
                workflow:
                  - {step: a, tool: {kind: workbook, name: double, args: {x: 1}}}
                """);

        assertThat(playbook.keychain()).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo("bearer");
            assertThat(entry.fields().names()).containsExactly("env");
        });
        assertThat(playbook.workbook()).containsOnlyKeys("double");
    }

    /** Case 17: an unknown target, a missing tool or a typo are refused with line and hint, all at once. */
    @Test
    void refusesWithLineAndHint() {
        List<String> faults = faultsOf("""
                workflow:
                  - step: start
                    tool: {kind: postgress, command: select 1}
                    next: chek
                  - step: check
                    desc: no tool at all
                  - step: check
                    tool: {kind: http, url: "{{ a b }}"}
                    loop: {mode: sometimes}
                  - step: last
                    tool: {kind: playbook}
                    next: {arcs: [{when: "{{ x +", step: start}]}
                """);

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "line 6: workflow[0].tool.kind: kind 'postgress' is not available here, did you mean postgres? There are:"
                                + " artifact, http, noop, playbook, postgres, python, secrets, shell, transfer, workbook",
                        "line 7: workflow[0].next: unknown step 'chek', did you mean check?",
                        "line 8: workflow[1]: a step needs a tool, 'case' or 'next', tool: {kind: noop} does nothing",
                        "line 10: workflow[2].step: step 'check' is there twice, first in line 8, give it its own name",
                        "line 11: workflow[2].tool.url: expected an operator, got 'b' at position 2: {{ a b }}",
                        "line 12: workflow[2].loop.in: a loop needs 'in', its collection",
                        "line 12: workflow[2].loop.iterator: a loop needs 'iterator', the name of its item",
                        "line 12: workflow[2].loop.mode: 'sometimes' is none of async, cursor, parallel, sequential",
                        "line 14: workflow[3].tool.path: a child playbook needs its path",
                        "line 15: workflow[3].next.arcs[0].when: '{{' is not closed: {{ x +");
    }

    @Test
    void warnsOfUnknownAndDuplicateKeysUnlessStrict() {
        String text = HEAD + """
                workflow:
                  - step: start
                    tool: {kind: noop}
                    loop:
                      in: [1]
                      iterator: i
                      concurency: 3
                      iterator: j
                """;

        Parsed parsed = PlaybookParser.parse(text, ParseOptions.DEFAULT);

        assertThat(parsed.warnings())
                .map(Fault::toString)
                .containsExactly(
                        "line 10: workflow[0].loop.concurency: unknown, did you mean concurrency?",
                        "line 11: workflow[0].loop.iterator: duplicate key, also in line 9, the last one counts");
        assertThat(Objects.requireNonNull(
                                parsed.playbook().step("start").orElseThrow().loop())
                        .iterator())
                .isEqualTo("j");
        assertThat(catchThrowableOfType(
                                PlaybookInvalidException.class,
                                () -> PlaybookParser.parse(text, ParseOptions.DEFAULT.withStrict(true)))
                        .faults())
                .map(Fault::line)
                .containsExactly(10);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            workflow: [] => workflow: a list of steps is expected
            workflow: {a: 1} => workflow: a list of steps is expected
            workflow: [1] => workflow[0]: a mapping is expected, got a number
            workflow: [{tool: noop}] => workflow[0].step: 'step', its name, is missing
            workflow: [{step: a, tool: {}}] => workflow[0].tool.kind: a tool needs its kind
            workflow: [{step: a, tool: []}] => a pipeline needs at least one task
            workflow: [{step: a, tool: }] => the tool is empty
            workflow: [{step: a, tool: snowflake}] => kind 'snowflake' is not available here
            workflow: [{step: a, tool: [{name: x, kind: noop}, {name: x, kind: noop}]}] => task 'x' is there twice
            workflow: [{step: a, tool: [{kind: playbook, path: p}, {kind: noop}]}] => a child playbook cannot stand in a pipeline
            workflow: [{step: a, tool: [{kind: noop, spec: {policy: {rules: [{when: x, then: {do: jump, to: y}}]}}}]}] => a jump to the unknown task 'y'
            workflow: [{step: a, tool: [{kind: noop, spec: {policy: {rules: [{when: x, then: {do: contine}}]}}}]}] => did you mean continue?
            workflow: [{step: a, tool: {kind: workbook, name: w}}] => unknown workbook tool 'w', there are none
            workflow: [{step: a, tool: {kind: http, url: x, retry: {max_attempts: 0}}}] => an integer of at least 1 is expected
            workflow: [{step: a, tool: {kind: http, url: x, retry: {retry_on: [sometimes]}}}] => 'sometimes' is none of timeout
            workflow: [{step: a, tool: {kind: http, url: x, retry: {backoff: exponentail}}}] => did you mean exponential?
            workflow: [{step: a, loop: {in: [1], iterator: i}, next: a}] => a loop needs a tool to run
            workflow: [{step: a, tool: noop, loop: {in: [1], iterator: i, mode: async, concurrency: 0}}] => an integer of at least 1
            workflow: [{step: a, tool: noop, case: [{when: x}]}] => 'then' with the rule's actions is missing
            workflow: [{step: a, tool: noop, case: [{}]}] => a rule needs 'when' and 'then', or 'else'
            workflow: [{step: a, tool: noop, next: {arcs: [{when: x}]}}] => 'step', the name of the next step, is missing
            workflow: [{step: a, tool: noop, next: {arcs: [{step: a, when: "x | nosuch"}]}}] => unknown filter 'nosuch'
            workflow: [{step: a, tool: noop, join: some}] => 'some' is none of all, any
            executor: {spec: {entry_step: zz}} => unknown step 'zz'
            keychain: [{name: x, kind: oauth}] => kind 'oauth' is not available here
            workload: [1] => workload: a mapping is expected
            """)
    void saysWhatIsWrong(String workflow, String message) {
        String rest = workflow.startsWith("workflow") ? "" : "\nworkflow: [{step: a, tool: noop}]";

        assertThat(String.join("\n", faultsOf(workflow + rest)))
                .contains(message)
                .contains("line ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apiVersion: noetl.io/v1", "kind: Pipeline", "metadata: {path: x}", "metadata: 1"})
    void refusesAnotherHead(String head) {
        assertThat(faults(head + "\nworkflow: [{step: a, tool: noop}]")).isNotEmpty();
    }

    @Test
    void keepsNumbersBooleansAndTextsAsYamlHasThem() {
        Playbook playbook = parse("""
                workload:
                  i: 12
                  f: 1.5
                  b: true
                  n: null
                  s: "12"
                  d: 2026-01-01
                  big: 12345678901234567890
                  base: &base {x: 1, y: 2}
                  more: {<<: *base, y: 3}
                workflow: [{step: a, tool: noop}]
                """);

        assertThat(String.valueOf(playbook.workload().source()))
                .isEqualTo("{i=12, f=1.5, b=true, n=null, s=12, d=2026-01-01,"
                        + " big=12345678901234567890, base={x=1, y=2}, more={y=3, x=1}}");
        assertThat(playbook.workload().field("s")).contains("12");
    }
}
