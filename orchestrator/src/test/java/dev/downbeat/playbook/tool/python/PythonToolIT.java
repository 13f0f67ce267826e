package dev.downbeat.playbook.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.settings.PythonSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.playbook.tool.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

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
    void tellsTheTracebackOfTheCodeAlone() throws Exception {
        ErrorObject error = bench.fail(Map.of("code", "def f():\n    raise ValueError('no')\nf()"));

        assertThat(error.kind()).isEqualTo(ErrorKind.UNKNOWN);
        assertThat(error.message()).isEqualTo("ValueError: no");
        assertThat(error.code()).isEqualTo("ValueError");
        assertThat(error.details().get("traceback"))
                .asString()
                .contains("line 2, in f", "raise ValueError('no')")
                .doesNotContain("downbeat-worker");
    }

    @Test
    void tellsKindsOfExceptionsApart() throws Exception {
        assertThat(bench.fail(Map.of("code", "raise TimeoutError('late')")).kind())
                .isEqualTo(ErrorKind.TIMEOUT);
        assertThat(bench.fail(Map.of("code", "raise ConnectionRefusedError()")).kind())
                .isEqualTo(ErrorKind.CONNECTION);
        assertThat(bench.fail(Map.of("code", "import json; json.loads('{')")).kind())
                .isEqualTo(ErrorKind.PARSE);
        assertThat(bench.fail(Map.of("code", "def (")).kind()).isEqualTo(ErrorKind.PARSE);
    }

    @Test
    void takesAStatusOfErrorAsFailureAndKeepsTheResult() throws Exception {
        ToolException failure = bench.failure(Map.of("code", "result = {'status': 'failed', 'error': 'sour', 'n': 1}"));

        assertThat(failure.error().message()).isEqualTo("sour");
        assertThat(failure.result()).isEqualTo(Map.of("status", "failed", "error", "sour", "n", 1));
    }

    @Test
    void keepsPrintedTextOutOfTheProtocol() throws Exception {
        assertThat(python("""
                        import os, sys, subprocess
                        print('a line'); sys.stderr.write('another'); os.write(1, b'raw')
                        subprocess.run(['echo', 'from a child'])
                        result = 'fine'
                        """, Map.of())).isEqualTo("fine");
    }

    @Test
    void tellsWhatAFailedCallPrinted() throws Exception {
        assertThat(bench.fail(Map.of("code", "print('clue'); 1 / 0")).details().get("log"))
                .isEqualTo("clue\n");
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
    void reusesAProcessAfterSuccessAndAfterAnException() throws Exception {
        Object first = python("import os; result = os.getpid()", Map.of());
        bench.fail(Map.of("code", "1 / 0"));

        assertThat(python("import os; result = os.getpid()", Map.of())).isEqualTo(first);
    }

    @Test
    void leavesAProcessWhoseCodeLeftAThreadBehind() throws Exception {
        Object first = python(
                "import os, threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
                        + "result = os.getpid()",
                Map.of());

        assertThat(python("import os; result = os.getpid()", Map.of())).isNotEqualTo(first);
    }

    @Test
    void killsTheWholeTreeAtItsTimeout(@TempDir Path directory) throws Exception {
        Path pids = directory.resolve("pids");
        String code = """
                import os, subprocess, time
                children = [subprocess.Popen(['sleep', '300']),
                            subprocess.Popen(['sh', '-c', 'sleep 300 & sleep 300 & wait']),
                            subprocess.Popen(['sleep', '300'], start_new_session=True)]
                subprocess.Popen(['sh', '-c', 'setsid sleep 300 & echo $! > %s.orphan'])
                open('%s', 'w').write(' '.join(str(c.pid) for c in children) + ' ' + str(os.getpid()))
                time.sleep(300)
                """.formatted(pids, pids);

        ErrorObject error = bench.fail(Map.of("code", code, "timeout", 1.5));

        assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
        String all = Files.readString(pids) + " " + Files.readString(directory.resolve("pids.orphan"));
        for (String pid : all.strip().split(" +|\n", -1)) {
            assertThat(ends(Long.parseLong(pid))).as("process %s", pid).isTrue();
        }
        assertThat(python("result = 1", Map.of())).isEqualTo(1);
    }

    @Test
    void killsTheProcessWhenTheCallerIsInterrupted(@TempDir Path directory) throws Exception {
        Path pid = directory.resolve("pid");
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call = executor.submit((Callable<Object>) () -> bench.run(Map.of(
                    "code",
                    "import os, time\nopen('%s', 'w').write(str(os.getpid()))\ntime.sleep(300)".formatted(pid))));
            await(() -> Files.exists(pid) && Files.size(pid) > 0);

            call.cancel(true);
        }

        assertThat(ends(Long.parseLong(Files.readString(pid)))).isTrue();
    }

    @Test
    void tellsWhenTheProcessDies() throws Exception {
        ErrorObject error = bench.fail(Map.of("code", "import os; os._exit(7)"));

        assertThat(error.message()).isEqualTo("python ended before it answered: exit code 7");
    }

    @Test
    void tellsWhenPythonIsMissing() throws Exception {
        PythonSettings defaults = PythonSettings.DEFAULTS;
        var settings = new PythonSettings(true, "no-such-python", 1, defaults.idle(), defaults.timeout(), 1_000, 1_000);
        try (var without = new ToolBench(
                new PythonTool(), PlaybookSettings.DEFAULTS.withPython(settings), new PGSimpleDataSource())) {
            assertThat(without.fail(Map.of("code", "result = 1")).message())
                    .startsWith("'no-such-python' cannot be started")
                    .endsWith("Install Python 3, or set python.executable");
        }
    }

    @Test
    void boundsProcessesAndResults() throws Exception {
        PythonSettings defaults = PythonSettings.DEFAULTS;
        var settings = new PythonSettings(true, "python3", 2, Duration.ofMillis(200), defaults.timeout(), 1_000, 10);
        try (var small = new ToolBench(
                new PythonTool(), PlaybookSettings.DEFAULTS.withPython(settings), new PGSimpleDataSource())) {
            PythonPool pool = small.services().shared(PythonPool.class, services -> new PythonPool(settings));
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Object>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    calls.add(executor.submit(
                            () -> small.run(Map.of("code", "import time; time.sleep(0.05); result = 1"))));
                }
                for (Future<Object> call : calls) {
                    assertThat(call.get()).isEqualTo(1);
                }
            }
            assertThat(pool.size()).isEqualTo(2);
            assertThat(small.fail(Map.of("code", "result = 'x' * 2000")).message())
                    .contains("2002 bytes as JSON, at most 1000");
            await(() -> pool.size() == 0);
        }
    }

    @Test
    void carriesLargePayloadsBothWays() throws Exception {
        String text = "é".repeat(3_000_000);

        assertThat(python("result = {'back': text}", Map.of("text", text))).isEqualTo(Map.of("back", text));
    }

    @Test
    void tellsWhatCannotBeStored() throws Exception {
        assertThat(bench.fail(Map.of("code", "result = {'f': len}")).message())
                .isEqualTo("TypeError: the result holds a builtin_function_or_method, which is not plain data");
        assertThat(bench.fail(Map.of("code", "result = []; result.append(result)"))
                        .code())
                .isEqualTo("ValueError");
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

    private static boolean ends(long pid) throws Exception {
        await(() -> ProcessHandle.of(pid).map(ProcessTestState::gone).orElse(true));
        return true;
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited 10 s").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** A zombie that nobody has reaped counts as gone. */
    private static final class ProcessTestState {
        static boolean gone(ProcessHandle process) {
            try {
                return Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                        .contains(") Z");
            } catch (java.io.IOException e) {
                return true;
            }
        }
    }
}
