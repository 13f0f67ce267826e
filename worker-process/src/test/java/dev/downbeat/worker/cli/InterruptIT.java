package dev.downbeat.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.status.ExecutionStatus;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.schema.testing.Interruptible;
import dev.downbeat.schema.testing.TestDatabase;
import dev.downbeat.worker.Downbeat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a playbook runs: a real process, a real signal. */
class InterruptIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String LONG = """
            apiVersion: noetl.io/v2
            kind: Playbook
            metadata: { name: long }
            workflow:
              - step: start
                loop: { in: "{{ range(100) | list }}", iterator: n, mode: parallel, concurrency: 4 }
                tool: { kind: shell, cmds: sleep 300 }
            """;

    @TempDir
    private Path folder;

    @Test
    void cancelsTheRunEndsItsWorkersAndTellsSo() throws IOException, InterruptedException {
        try (TestDatabase database = TestDatabase.fresh()) {
            Path out = folder.resolve("out");
            Process run = new ProcessBuilder(Interruptible.command(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Downbeat.class.getName(),
                            "run",
                            Files.writeString(folder.resolve("long.yaml"), LONG).toString(),
                            "--workers",
                            "1",
                            "--database",
                            database.url().withSecrets())))
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            List<ProcessHandle> workers;
            try {
                until(() -> number(database, "select count(*) from downbeat.running") == 4);
                workers = run.descendants().toList();

                new ProcessBuilder("kill", "-INT", String.valueOf(run.pid()))
                        .start()
                        .waitFor();

                assertThat(run.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } finally {
                run.destroyForcibly();
            }

            assertThat(run.exitValue()).as(Files.readString(out)).isEqualTo(130);
            assertThat(Files.readString(out)).contains("cancelled");
            assertThat(workers).isNotEmpty().allSatisfy(worker -> until(() -> !worker.isAlive()));
            assertThat(number(database, "select count(*) from downbeat.running"))
                    .isZero();
            assertThat(number(database, "select count(*) from downbeat.loop_item where status = 'active'"))
                    .isZero();
            assertThat(Playbooks.on(database.dataSource(), PlaybookSettings.DEFAULTS)
                            .list(10))
                    .extracting(ExecutionStatus::status)
                    .containsExactly(RunStatus.CANCELLED);
        }
    }

    private static int number(TestDatabase database, String sql) {
        return org.jooq
                .impl
                .DSL
                .using(database.dataSource(), org.jooq.SQLDialect.POSTGRES)
                .fetchSingle(sql)
                .get(0, Integer.class);
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("It did not come about in time").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
