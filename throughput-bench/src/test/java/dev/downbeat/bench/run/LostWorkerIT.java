package dev.downbeat.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.ScenarioCatalog;
import dev.downbeat.schema.scratch.ScratchDatabase;
import dev.downbeat.schema.scratch.ScratchDatabases;
import dev.downbeat.schema.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A worker that is lost in the middle of a run is named, and its work is done all the same. */
class LostWorkerIT {
    private static final int TASKS = 1_000;

    @Test
    void aKilledWorkerIsNamedAndEveryExecutionAccountedFor() throws SQLException, InterruptedException {
        RunReport report = run(fleet -> fleet.process(0).kill());

        assertThat(report.faults())
                .singleElement()
                .asString()
                .startsWith("worker-1: ")
                .contains("ended with code");
        assertEverythingDone(report);
    }

    @Test
    void aFrozenWorkerIsNamedWhenItsLeaseRunsOut() throws SQLException, InterruptedException {
        RunReport report = run(fleet -> signal("-STOP", fleet.process(0).pid()));

        assertThat(report.faults())
                .singleElement()
                .asString()
                .startsWith("worker-1 lives but renews its lease no more");
        assertEverythingDone(report);
    }

    private static void assertEverythingDone(RunReport report) {
        assertThat(report.processed()).isEqualTo(TASKS);
        assertThat(report.lost()).isZero();
        assertThat(report.duplicated()).isZero();
        assertThat(report.good()).isFalse();
        Further.Rescue rescue = report.further().rescue();
        if (rescue != null) {
            assertThat(rescue.remaining()).isZero();
        }
    }

    /** Strikes when the first worker holds something. */
    private static RunReport run(Consumer<Fleet> strike) throws SQLException, InterruptedException {
        Scenario scenario = ScenarioCatalog.builtIn()
                .with(
                        "test",
                        "scenarios: {slow: {workers: 2, tasks: 1000, task: io, size: 10, concurrency: 5, lease: 5s}}")
                .named(List.of("slow"))
                .getFirst();
        try (TestDatabase server = TestDatabase.empty();
                ScratchDatabases databases = ScratchDatabases.prepare(server.url());
                ScratchDatabase database = databases.fresh()) {
            DrainRun run = new DrainRun(scenario, database, Conditions.telling(phase -> {}), fleet -> {
                awaitHeldByFirst(database);
                strike.accept(fleet);
            });
            return run.run().report(null, Map.of());
        }
    }

    private static void awaitHeldByFirst(ScratchDatabase database) {
        long end = System.nanoTime() + 20_000_000_000L;
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            boolean held = false;
            while (!held && System.nanoTime() < end) {
                try (var row = statement.executeQuery("""
                        select exists (select from downbeat.running r join downbeat.worker w on w.id = r.worker_id
                                       where w.name = 'worker-1')
                        """)) {
                    row.next();
                    held = row.getBoolean(1);
                }
            }
            assertThat(held).isTrue();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
