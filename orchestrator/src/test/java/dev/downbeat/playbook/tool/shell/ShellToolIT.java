package dev.downbeat.playbook.tool.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.settings.ShellSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.playbook.tool.ToolException;
import dev.downbeat.schema.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class ShellToolIT {
    private final ToolBench bench = new ToolBench(
            new ShellTool(),
            PlaybookSettings.DEFAULTS.withShell(new ShellSettings(true, Duration.ofSeconds(30), 1_000)),
            new PGSimpleDataSource());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void runsTextInAShell() throws Exception {
        assertThat(bench.run(Map.of(
                        "cmds", "echo $GREETING | tr a-z A-Z; echo oops >&2", "env", Map.of("GREETING", "hello"))))
                .isEqualTo(Map.of("exit_code", 0, "stdout", "HELLO\n", "stderr", "oops\n"));
    }

    @Test
    void takesAListAsArguments() throws Exception {
        assertThat(bench.run(Map.of("cmds", List.of("printf", "%s|", "a b", "$HOME"))))
                .isEqualTo(Map.of("exit_code", 0, "stdout", "a b|$HOME|", "stderr", ""));
    }

    @Test
    void runsAListOfCommandsUntilOneFails() throws Exception {
        ToolException failure = bench.failure(Map.of("cmds", List.of("echo one", "false", "echo two")));

        assertThat(failure.error().code()).isEqualTo("exit_1");
        assertThat(PlainData.map(failure.result()).orElseThrow()).containsEntry("stdout", "one\n");
    }

    @Test
    void tellsTheExitCodeAndTheLastLineOfStderr() throws Exception {
        assertThat(bench.fail(Map.of("cmds", "echo first >&2; echo why >&2; exit 7"))
                        .message())
                .isEqualTo("exit code 7: why");
        assertThat(bench.fail(Map.of("cmds", List.of("/no/such/program", "x"))).kind())
                .isIn(ErrorKind.NOT_FOUND, ErrorKind.UNKNOWN);
    }

    @Test
    void capsItsOutput() throws Exception {
        Object stdout = PlainData.map(bench.run(Map.of("cmds", "head -c 100000 /dev/zero | tr '\\0' x")))
                .orElseThrow()
                .get("stdout");

        assertThat(stdout).isEqualTo("x".repeat(1_000) + "\n… 99000 bytes more");
    }

    @Test
    void killsTheWholeTreeAtItsTimeout(@TempDir Path directory) throws Exception {
        Path pids = directory.resolve("pids");

        String commands = "sleep 300 & echo $! > %s; sh -c 'sleep 300 & echo $! >> %s'; wait".formatted(pids, pids);

        // On a machine that stalls its time may be over before both have begun.
        int millis = 700;
        do {
            Files.deleteIfExists(pids);
            ToolException failure = bench.failure(Map.of("cmds", commands, "timeout", millis + "ms"));
            assertThat(failure.error().kind()).isEqualTo(ErrorKind.TIMEOUT);
            millis *= 4;
        } while (!(Files.exists(pids) && Files.readAllLines(pids).size() == 2) && millis < 100_000);

        List<String> children = Files.readAllLines(pids);
        assertThat(children).hasSize(2);
        Await.until("the children have ended", () -> children.stream().noneMatch(pid -> alive(Long.parseLong(pid))));
    }

    private static boolean alive(long pid) {
        try {
            return !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z");
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
