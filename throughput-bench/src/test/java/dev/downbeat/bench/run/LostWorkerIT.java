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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A worker that is lost in the middle of a run is named, and its work is done all the same. */
class LostWorkerIT {
    private static final int TASKS = 1_000;
    private static final String SLOW =
            "scenarios: {slow: {workers: 2, tasks: 1000, task: io, size: 10, concurrency: 5, lease: 5s}}";

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

    @Test
    void aWorkerThatCannotStartIsNamedWithItsLog() throws SQLException, InterruptedException {
        RunReport report = run("scenarios: {slow: {workers: 1, tasks: 10, heap: nonsense}}", fleet -> {});

        assertThat(report.faults()).first().asString().startsWith("worker-1: ").contains("nonsense");
        assertThat(report.lost()).isEqualTo(10);
        assertThat(report.good()).isFalse();
    }

    @Test
    void aWorkerThatNeverGetsReadyIsNamedAndEnded() throws SQLException {
        try (TestDatabase server = TestDatabase.empty();
                ScratchDatabases databases = ScratchDatabases.prepare(server.url());
                ScratchDatabase database = databases.fresh();
                Fleet fleet = Fleet.draining(database.url(), slow(SLOW), Conditions.telling(phase -> {}))) {
            ProcessHandle frozen = ProcessHandle.of(fleet.process(0).pid()).orElseThrow();
            signal("-STOP", frozen.pid());

            fleet.awaitReady(Duration.ofSeconds(10));

            assertThat(fleet.faults()).singleElement().asString().startsWith("worker-1: ");
            frozen.onExit().orTimeout(1, TimeUnit.MINUTES).join();
            assertThat(fleet.isEmpty()).isFalse();
        }
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
        try (TestDatabase server = TestDatabase.empty();
                ScratchDatabases databases = ScratchDatabases.prepare(server.url());
                ScratchDatabase database = databases.fresh()) {
            return run(SLOW, database, fleet -> {
                awaitHeldByFirst(database);
                strike.accept(fleet);
            });
        }
    }

    private static RunReport run(String scenarios, Consumer<Fleet> strike) throws SQLException, InterruptedException {
        try (TestDatabase server = TestDatabase.empty();
                ScratchDatabases databases = ScratchDatabases.prepare(server.url());
                ScratchDatabase database = databases.fresh()) {
            return run(scenarios, database, strike);
        }
    }

    private static RunReport run(String scenarios, ScratchDatabase database, Consumer<Fleet> strike)
            throws SQLException, InterruptedException {
        return new DrainRun(slow(scenarios), database, Conditions.telling(phase -> {}), strike)
                .run()
                .report(null, Map.of());
    }

    private static Scenario slow(String scenarios) {
        return ScenarioCatalog.builtIn()
                .with("test", scenarios)
                .named(List.of("slow"))
                .getFirst();
    }

    private static void awaitHeldByFirst(ScratchDatabase database) {
        long end = System.nanoTime() + 60_000_000_000L;
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
