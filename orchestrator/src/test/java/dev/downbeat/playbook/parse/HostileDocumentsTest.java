package dev.downbeat.playbook.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the document, parsing ends soon, and with nothing but {@link PlaybookInvalidException}. */
@NullMarked
class HostileDocumentsTest {

    private static final String GOOD = """
            apiVersion: noetl.io/v2
            kind: Playbook
            metadata: {name: good, labels: {a: b}}
            workload: {list: [1, 2], text: "{{ execution_id }}", map: &m {k: "{{ x | default(1) }}"}}
            keychain: [{name: k, kind: static, value: 1}]
            workbook: [{name: w, tool: {kind: python, code: "x = 1"}}]
            workflow:
              - step: start
                tool: {kind: http, url: "{{ workload.text }}", retry: {max_attempts: 3, retry_on: [timeout]}}
                loop: {in: "{{ workload.list }}", iterator: item, spec: {mode: parallel, max_in_flight: 3}}
                vars: {a: "{{ response.x }}"}
                case:
                  - when: "{{ event.name == 'call.done' }}"
                    then: [{collect: {into: all}}, {retry: {max_attempts: 3, params: {p: 1}}}, {next: end}]
                  - else: {next: [end]}
              - step: end
                tool:
                  - {name: a, kind: noop, spec: {policy: {rules: [{when: x, then: {do: jump, to: a}}, {else: {do: break}}]}}}
                next: {spec: {mode: inclusive}, arcs: [{step: end, when: "{{ y }}", args: {z: 1}, set: {ctx.q: 1}}]}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u0000",
                "\uFEFF",
                "%",
                "- ",
                ":",
                "{",
                "[",
                "}",
                "*a",
                "&a *a",
                "!!java.lang.Runtime {}",
                "a: b: c",
                "\t- x",
                "--- a\n--- b",
                "? [a]: b",
                "{[1]: 2}",
                "!!python/object:os.system 'ls'",
                "a: !!binary xx",
                "'",
                "|",
                "text",
                "1",
                "null",
                "~",
                "&a [*a]",
                "a: &x {b: *x}",
                "!!javax.script.ScriptEngineManager [!!java.net.URL ['http://x']]",
                "\uD800",
                "a: \uDFFF",
                "workflow: [[[]]]",
                "metadata: [x]\nworkflow: [{step: [a], tool: {kind: {}}}]"
            })
    void refusesWhatIsNoPlaybook(String text) {
        assertThatThrownBy(() -> PlaybookParser.parse(text, ParseOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        PlaybookInvalidException.class,
                        e -> assertThat(e.faults())
                                .isNotEmpty()
                                .allSatisfy(fault -> assertThat(fault.line()).isPositive()));
    }

    @Test
    void refusesABillionLaughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            text.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", List.of(before, before, before, before, before, before))));
        }

        assertThatThrownBy(() -> PlaybookParser.parse(text.toString(), ParseOptions.DEFAULT))
                .isInstanceOf(PlaybookInvalidException.class)
                .hasMessageContaining("more than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "{", "a:\n ", "!x ", "&a "})
    void refusesDeepNesting(String piece) {
        for (int depth : new int[] {100, 10_000, 200_000}) {
            assertThatThrownBy(() -> PlaybookParser.parse(piece.repeat(depth), ParseOptions.DEFAULT))
                    .isInstanceOf(PlaybookInvalidException.class);
        }
    }

    @Test
    void refusesTooLargeADocumentAtOnce() {
        String text = GOOD + "# " + "x".repeat(10 * 1024 * 1024);
        long start = System.nanoTime();

        assertThatThrownBy(() -> PlaybookParser.parse(text, ParseOptions.DEFAULT))
                .hasMessageContaining("characters");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void readsALargeWorkloadSoon() {
        StringBuilder text =
                new StringBuilder(GOOD.replace("workload:", "workload_before:")).append("workload:\n  items:\n");
        for (int i = 0; i < 40_000; i++) {
            text.append("    - {id: ")
                    .append(i)
                    .append(", name: \"item ")
                    .append(i)
                    .append("\"}\n");
        }
        long start = System.nanoTime();

        PlaybookParser.parse(text.toString(), ParseOptions.DEFAULT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void survivesEveryMutilationOfAGoodDocument() {
        Random random = new Random(20261121);
        String alphabet = "{}[]:,-&*!|>'\"%@`#?\n\t ab01{{}}{%%}\u00e9\u0000\uD83D";
        for (int round = 0; round < 4_000; round++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int change = 0; change <= random.nextInt(4); change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                    case 2 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
                }
            }
            parsesOrRefuses(text.toString());
        }
    }

    @Test
    void survivesTheDocumentCutAnywhere() {
        for (int end = 0; end < GOOD.length(); end += 3) {
            parsesOrRefuses(GOOD.substring(0, end));
            parsesOrRefuses(GOOD.substring(end));
        }
    }

    private static void parsesOrRefuses(String text) {
        try {
            assertThat(PlaybookParser.parse(text, ParseOptions.DEFAULT)
                            .playbook()
                            .steps())
                    .isNotEmpty();
        } catch (PlaybookInvalidException e) {
            assertThat(e.faults()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!java.net.URL ['http://x']",
                "!!javax.script.ScriptEngineManager {}",
                "!!python/name:os.system x",
                "!x y",
                "!!binary eA==",
                "!!set {a, b}"
            })
    void refusesEveryTagThatAsksForAType(String value) {
        String text = GOOD.replace("list: [1, 2]", "list: " + value);

        assertThatThrownBy(() -> PlaybookParser.parse(text, ParseOptions.DEFAULT))
                .isInstanceOf(PlaybookInvalidException.class)
                .hasMessageContaining("is not allowed");
    }
}
