package dev.downbeat.playbook.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.playbook.tool.ToolException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a call is given and what it returns. */
class PythonToolIT {
    private final ToolBench bench = new ToolBench(new PythonTool());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void returnsTheVariableResult() throws Exception {
        assertThat(python("result = {'sum': a + b, 'nested': [1, 2.5, None, True, 'é']}", Map.of("a", 1, "b", 2)))
                .isEqualTo(Map.of("sum", 3, "nested", java.util.Arrays.asList(1, 2.5, null, true, "é")));
    }

    @Test
    void callsMainWithArgumentsByName() throws Exception {
        assertThat(python("def main(b, a, c=5, **rest):\n    return [a, b, c, rest]", Map.of("a", 1, "b", 2, "d", 4)))
                .isEqualTo(List.of(1, 2, 5, Map.of("d", 4)));
    }

    @Test
    void callsMainWithTheWholeInput() throws Exception {
        assertThat(python("def main(input_data):\n    return input_data['a']", Map.of("a", 1)))
                .isEqualTo(1);
    }

    @Test
    void awaitsAnAsynchronousMain() throws Exception {
        assertThat(python(
                        "import asyncio\nasync def main(x):\n    await asyncio.sleep(0)\n    return x", Map.of("x", 7)))
                .isEqualTo(7);
    }

    @Test
    void awaitsAtTheTopLevel() throws Exception {
        assertThat(python("import asyncio\nawait asyncio.sleep(0)\nresult = 8", Map.of()))
                .isEqualTo(8);
    }

    @Test
    void takesCodeInBase64() throws Exception {
        String code =
                Base64.getEncoder().encodeToString("result = 9".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(bench.run(Map.of("code_b64", code))).isEqualTo(9);
    }

    @Test
    void keepsBracesInCodeAsTheyAre() throws Exception {
        assertThat(python("result = '{{ workload.x }}' + f'{{{1 + 1}}}'", Map.of()))
                .isEqualTo("{{ workload.x }}{2}");
    }

    @Test
    void serialisesWhatJsonDoesNotKnow() throws Exception {
        String code = """
                import datetime, decimal, uuid, pathlib, enum, dataclasses
                class Colour(enum.Enum):
                    RED = 'red'
                @dataclasses.dataclass
                class Point:
                    x: int
                result = {
                    'nan': float('nan'), 'inf': [float('inf')], 'when': datetime.datetime(2026, 1, 2, 3, 4, 5),
                    'day': datetime.date(2026, 1, 2), 'span': datetime.timedelta(seconds=90),
                    'exact': decimal.Decimal('1.10'), 'long': decimal.Decimal('0.1234567890123456789'),
                    'bytes': b'abc', 'set': {3, 1, 2}, 'tuple': (1, 2), 'id': uuid.UUID(int=1),
                    'path': pathlib.Path('/tmp'), 'colour': Colour.RED, 'point': Point(1), 1: 'one', None: 'none',
                    'big': 2**70, 'keys': {}.keys()}
                """;

        assertThat(python(code, Map.of()))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("nan", null)
                .containsEntry("inf", java.util.Collections.singletonList(null))
                .containsEntry("when", "2026-01-02T03:04:05")
                .containsEntry("day", "2026-01-02")
                .containsEntry("span", 90.0)
                .containsEntry("exact", 1.1)
                .containsEntry("long", "0.1234567890123456789")
                .containsEntry("bytes", "YWJj")
                .containsEntry("set", List.of(1, 2, 3))
                .containsEntry("tuple", List.of(1, 2))
                .containsEntry("id", "00000000-0000-0000-0000-000000000001")
                .containsEntry("path", "/tmp")
                .containsEntry("colour", "red")
                .containsEntry("point", Map.of("x", 1))
                .containsEntry("1", "one")
                .containsEntry("null", "none")
                .containsEntry("big", java.math.BigInteger.TWO.pow(70))
                .containsEntry("keys", List.of());
    }

    @Test
    void givesEachCallANamespaceAndSurroundingsOfItsOwn() throws Exception {
        python(
                "import os, sys, builtins\nleft = 1\nbuiltins.hidden = 2\nos.environ['LEFT'] = 'x'\nos.chdir('/')",
                Map.of());

        assertThat(python("""
                        import os
                        result = [n for n in ('left', 'hidden') if n in globals() or hasattr(__builtins__, n)]
                        result += [os.environ.get('LEFT'), os.getcwd() == '/', os.getpid()]
                        """, Map.of()))
                .isEqualTo(java.util.Arrays.asList(null, false, python("import os; result = os.getpid()", Map.of())));
    }

    @Test
    void carriesLargePayloadsBothWays() throws Exception {
        String text = "é".repeat(3_000_000);

        assertThat(python("result = {'back': text}", Map.of("text", text))).isEqualTo(Map.of("back", text));
    }

    @Test
    void findsFaultsBeforeRunning() {
        assertThat(new PythonTool().faults(Map.of())).containsExactly("python needs 'code'");
        assertThat(new PythonTool().faults(Map.of("code", "x", "script", "y"))).hasSize(1);
        assertThatThrownBy(() -> bench.run(Map.of("code_b64", "§"))).isInstanceOf(ToolException.class);
    }

    private @org.jspecify.annotations.Nullable Object python(String code, Map<String, ?> args) throws Exception {
        return bench.run(Map.of("code", code), args);
    }
}
