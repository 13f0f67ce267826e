package dev.downbeat.playbook.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.settings.PythonSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.schema.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The processes behind the calls: reused, bounded, killed with their trees. */
class PythonProcessesIT {
    private final ToolBench bench = new ToolBench(new PythonTool());

    @AfterEach
    void close() {
        bench.close();
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
        Path orphan = directory.resolve("pids.orphan");
        String code = """
                import os, subprocess, time
                children = [subprocess.Popen(['sleep', '300']),
                            subprocess.Popen(['sh', '-c', 'sleep 300 & sleep 300 & wait']),
                            subprocess.Popen(['sleep', '300'], start_new_session=True)]
                subprocess.Popen(['sh', '-c', 'setsid sleep 300 & echo $! > %s'])
                open('%s', 'w').write(' '.join(str(c.pid) for c in children) + ' ' + str(os.getpid()))
                time.sleep(300)
                """.formatted(orphan, pids);

        // On a machine that stalls its time may be over before all of them have begun.
        double seconds = 1.5;
        do {
            Files.deleteIfExists(pids);
            Files.deleteIfExists(orphan);
            ErrorObject error = bench.fail(Map.of("code", code, "timeout", seconds));
            assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
            seconds *= 4;
        } while (!(isWritten(pids) && isWritten(orphan)) && seconds < 100);

        String all = Files.readString(pids) + " " + Files.readString(orphan);
        for (String pid : all.strip().split(" +|\n", -1)) {
            assertThat(ends(Long.parseLong(pid))).as("process %s", pid).isTrue();
        }
        assertThat(python("result = 1", Map.of())).isEqualTo(1);
    }

    private static boolean isWritten(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    @Test
    void killsTheProcessWhenTheCallerIsInterrupted(@TempDir Path directory) throws Exception {
        Path pid = directory.resolve("pid");
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call = executor.submit((Callable<Object>) () -> bench.run(Map.of(
                    "code",
                    "import os, time\nopen('%s', 'w').write(str(os.getpid()))\ntime.sleep(300)".formatted(pid))));
            Await.until("the code runs", () -> isWritten(pid));

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
        PythonSettings settings = settings(PythonSettings.DEFAULTS.idle());
        try (ToolBench small = bench(settings)) {
            PythonPool pool = small.services().shared(PythonPool.class, services -> new PythonPool(settings));
            var processes = new HashSet<Object>();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Object>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    calls.add(executor.submit(() ->
                            small.run(Map.of("code", "import os, time; time.sleep(0.05); result = os.getpid()"))));
                }
                for (Future<Object> call : calls) {
                    processes.add(call.get());
                }
            }
            assertThat(processes).hasSizeBetween(1, 2).hasSize(pool.size());
            assertThat(small.fail(Map.of("code", "result = 'x' * 2000")).message())
                    .contains("2002 bytes as JSON, at most 1000");
        }
    }

    @Test
    void endsProcessesThatNobodyUses() throws Exception {
        PythonSettings settings = settings(Duration.ofMillis(200));
        try (ToolBench brief = bench(settings)) {
            PythonPool pool = brief.services().shared(PythonPool.class, services -> new PythonPool(settings));
            Object pid = brief.run(Map.of("code", "import os; result = os.getpid()"));
            Await.until("the idle process is gone", () -> pool.size() == 0);
            assertThat(ends(((Number) Objects.requireNonNull(pid)).longValue())).isTrue();
        }
    }

    /** Two processes at most, results of a thousand bytes at most. */
    private static PythonSettings settings(Duration idle) {
        return new PythonSettings(true, "python3", 2, idle, PythonSettings.DEFAULTS.timeout(), 1_000, 10);
    }

    private static ToolBench bench(PythonSettings settings) {
        return new ToolBench(
                new PythonTool(), PlaybookSettings.DEFAULTS.withPython(settings), new PGSimpleDataSource());
    }

    private @org.jspecify.annotations.Nullable Object python(String code, Map<String, ?> args) throws Exception {
        return bench.run(Map.of("code", code), args);
    }

    private static boolean ends(long pid) throws Exception {
        Await.until(
                "process " + pid + " has ended",
                () -> ProcessHandle.of(pid).map(ProcessTestState::gone).orElse(true));
        return true;
    }

    /** A zombie that nobody has reaped counts as gone. */
    private static final class ProcessTestState {
        static boolean gone(ProcessHandle process) {
            try {
                return Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                        .contains(") Z");
            } catch (IOException e) {
                return true;
            }
        }
    }
}
