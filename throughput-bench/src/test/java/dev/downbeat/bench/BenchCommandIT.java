package dev.downbeat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.schema.testing.Interruptible;
import dev.downbeat.schema.testing.TestDatabase;
import dev.downbeat.worker.cli.CommandRunner;
import dev.downbeat.worker.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a pipeline calls it. */
class BenchCommandIT {
    private static final String QUICK = "scenarios: {mine: {workers: 1, tasks: 300, concurrency: 5}}";
    private static final String SLOWED =
            "scenarios: {mine: {workers: 1, tasks: 300, concurrency: 5, task: io, size: 100}}";

    @TempDir
    private Path folder;

    private TestDatabase server;

    @BeforeEach
    void openServer() {
        server = TestDatabase.empty();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aSlowedHandlerIsARegression() throws IOException {
        Path baseline = folder.resolve("baseline.json");
        int first = bench("mine", "--scenarios", file("quick.yaml", QUICK), "--json", baseline.toString());

        Path page = folder.resolve("bench.html");
        int second = bench(
                "mine",
                "--scenarios",
                file("slowed.yaml", SLOWED),
                "--baseline",
                baseline.toString(),
                "--out",
                folder.toString());

        assertThat(first).isEqualTo(ExitCode.GOOD.code());
        assertThat(second).isEqualTo(ExitCode.REGRESSION.code());
        assertThat(Files.readString(page)).contains("against the baseline", "worse");
        assertThat(Files.readString(folder.resolve("bench.md"))).contains("**worse** mine throughput/s");
        assertThat(folder.resolve("bench.prom")).isNotEmptyFile();
        JsonNode report = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("bench.json").toFile());
        assertThat(report.at("/comparison/0/verdict").asText()).isEqualTo("worse");
        assertThat(report.at("/per_worker/0/heap_peak_bytes").asLong()).isPositive();
        assertThat(report.at("/per_worker/0/cpu_ms").asLong()).isPositive();
    }

    @Test
    void aDatabaseThatIsNotThereIsToldWithEveryCheckSkipped() throws IOException {
        Path document = folder.resolve("checks.json");

        int code = new CommandRunner()
                .run(
                        "bench",
                        "--ci",
                        "--json",
                        document.toString(),
                        "--setting",
                        "connect_timeout=300ms",
                        "--database",
                        "postgres://nobody@127.0.0.1:1/none");

        assertThat(code).isEqualTo(ExitCode.UNREACHABLE.code());
        JsonNode suite = JsonMapper.builder().build().readTree(document.toFile());
        assertThat(suite.path("reachable").asBoolean()).isFalse();
        assertThat(suite.path("checks").findValuesAsText("status"))
                .hasSizeGreaterThanOrEqualTo(14)
                .containsOnly("skipped");
    }

    @Test
    void anInterruptEndsTheWorkersAndDropsTheDatabases() throws IOException, InterruptedException, SQLException {
        Process bench = start("default", "--tasks", "200000");
        try {
            awaitLine(bench, "draining");
            List<ProcessHandle> workers = bench.descendants().toList();

            interrupt(bench, "INT");

            assertThat(workers).isNotEmpty();
            for (ProcessHandle worker : workers) {
                worker.onExit().orTimeout(1, TimeUnit.MINUTES).join();
            }
            assertThat(databasesOf(bench.pid())).isEmpty();
        } finally {
            bench.destroyForcibly();
        }
    }

    @Test
    void anInterruptOfThePreparationsDropsTheDatabasesToo() throws IOException, InterruptedException, SQLException {
        Process bench = start("default");
        try {
            awaitLine(bench, "preparing");

            interrupt(bench, "TERM");

            assertThat(databasesOf(bench.pid())).isEmpty();
        } finally {
            bench.destroyForcibly();
        }
    }

    @Test
    void aDatabaseThatGoesAwayEndsTheRunAndItsWorkers() throws IOException, InterruptedException, SQLException {
        Process bench = start("default", "--tasks", "200000");
        try {
            awaitLine(bench, "draining");
            List<ProcessHandle> workers = bench.descendants().toList();

            for (String name : databasesOf(bench.pid())) {
                server.execute("alter database %s with allow_connections false".formatted(name));
                server.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'".formatted(name));
            }

            assertThat(bench.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(bench.exitValue()).isEqualTo(ExitCode.UNREACHABLE.code());
            assertThat(workers).isNotEmpty();
            for (ProcessHandle worker : workers) {
                worker.onExit().orTimeout(1, TimeUnit.MINUTES).join();
            }
        } finally {
            bench.destroyForcibly();
        }
    }

    private int bench(String... arguments) {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--database", server.url().withSecrets()));
        return new CommandRunner().run(all.toArray(String[]::new));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.downbeat.worker.Downbeat",
                "bench"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(Interruptible.command(command))
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("DATABASE_URL", server.url().withSecrets());
        return builder.start();
    }

    private static void awaitLine(Process process, String part) throws IOException {
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        List<String> seen = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.add(line);
            if (line.contains(part)) {
                return;
            }
        }
        throw new AssertionError("It ended without saying '%s': %s".formatted(part, seen));
    }

    /** Sends the signal, and asserts that the process ends by it in order. */
    private static void interrupt(Process bench, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(bench.pid()))
                .start()
                .waitFor();

        assertThat(bench.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(bench.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
        assertThat(restOf(bench)).contains("Interrupted: ").doesNotContain("Exception", "leaves something behind");
    }

    /** What it told after the awaited line; it has ended. */
    private static String restOf(Process process) {
        return process.errorReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));
    }

    private List<String> databasesOf(long pid) throws SQLException {
        try (var connection = server.dataSource().getConnection();
                var query = connection.prepareStatement("select datname from pg_database where datname like ?")) {
            query.setString(1, "downbeat_scratch_" + pid + "%");
            List<String> names = new ArrayList<>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
