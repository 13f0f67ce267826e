package dev.downbeat.playbook.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Directive;
import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.JoinMode;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.Playbook;
import dev.downbeat.playbook.graph.RetryOn;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The document as a whole, and its steps. */
class PlaybookParserTest {
    private static final String HEAD = """
            apiVersion: noetl.io/v2
            kind: Playbook
            metadata: {name: test, path: /folder/test}
            """;

    private static Playbook parse(String workflow) {
        return PlaybookParser.parse(HEAD + workflow, ParseOptions.DEFAULT).playbook();
    }

    /** Returns the first of some steps; a step {@code end} is added, so that there is one to go to. */
    private static Step step(String step) {
        Playbook playbook = parse("workflow:\n" + step.indent(2) + "  - {step: end, tool: {kind: noop}}\n");
        return playbook.steps().values().iterator().next();
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

    @Test
    void readsACursorAsACallWhoseStatementIsItsClaim() {
        Loop loop = Objects.requireNonNull(step("""
                - step: a
                  tool: noop
                  loop: {cursor: {claim: "take {{ n }}", auth: mine}, iterator: i, spec: {mode: cursor, max_in_flight: 7}}
                """).loop());

        ToolSpec claim = ((Loop.Source.Cursor) loop.source()).claim();
        assertThat(claim.kind()).isEqualTo("postgres");
        assertThat(claim.field("command")).contains("take {{ n }}");
        assertThat(claim.field("auth")).contains("mine");
        assertThat(loop.mode() + " " + loop.width().source()).isEqualTo("PARALLEL 7");
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
