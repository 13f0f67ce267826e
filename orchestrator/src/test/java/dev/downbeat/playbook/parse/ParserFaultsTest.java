package dev.downbeat.playbook.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, with line and hint, and what is warned of. */
class ParserFaultsTest {
    private static final String HEAD = """
            apiVersion: noetl.io/v2
            kind: Playbook
            metadata: {name: test, path: /folder/test}
            """;

    private static List<String> faults(String text) {
        PlaybookInvalidException refused = catchThrowableOfType(
                PlaybookInvalidException.class, () -> PlaybookParser.parse(text, ParseOptions.DEFAULT));
        assertThat(refused).as("the document is refused").isNotNull();
        return refused.faults().stream().map(Fault::toString).toList();
    }

    private static List<String> faultsOf(String workflow) {
        return faults(HEAD + workflow);
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
    void warnsOfAStepThatHasTheNameOfAWorkloadKey() {
        String text = HEAD + """
                workload: {city: Rome}
                workflow:
                  - step: start
                    tool: {kind: noop}
                    next: city
                  - step: city
                    tool: {kind: noop}
                """;

        Parsed parsed = PlaybookParser.parse(text, ParseOptions.DEFAULT);

        assertThat(parsed.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.toString())
                        .startsWith("line 9: workflow.city: the step has the name of a workload key")
                        .endsWith("write workload.city for the value"));
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
            workflow: [{step: a, tool: noop, loop: {cursor: {kind: postgres}, iterator: i}}] => a cursor needs 'claim'
            workflow: [{step: a, tool: noop, loop: {cursor: {kind: http, claim: x}, iterator: i}}] => a cursor cannot be of kind 'http'
            workflow: [{step: a, tool: noop, loop: {in: [1], cursor: {claim: x}, iterator: i}}] => either 'in' or 'cursor', not both
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
}
