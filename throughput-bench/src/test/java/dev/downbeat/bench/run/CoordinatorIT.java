package dev.downbeat.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.ScenarioCatalog;
import dev.downbeat.schema.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real worker JVMs on a real server. */
class CoordinatorIT {
    @Test
    void losesAndDoublesNothing() throws SQLException, InterruptedException {
        RunReport report = run("quick", 100);

        assertThat(report.faults()).isEmpty();
        assertThat(report.processed()).isEqualTo(100);
        assertThat(report.lost()).isZero();
        assertThat(report.duplicated()).isZero();
        assertThat(report.perWorker()).hasSize(2);
        assertThat(report.perWorker().stream()
                        .mapToLong(RunReport.Worker::tasks)
                        .sum())
                .isEqualTo(100);
        assertThat(report.throughput().overallPerSecond()).isPositive();
        assertThat(report.startup().aloneMillis()).isPositive();
    }

    @Test
    void accountsForEveryPlaybookAndEveryItemOfItsLoop() throws SQLException, InterruptedException {
        RunReport report = run("playbook-loop", 5);

        assertThat(report.faults()).isEmpty();
        assertThat(report.processed()).isEqualTo(5);
        assertThat(report.lost()).isZero();
        assertThat(report.duplicated()).isZero();
        assertThat(report.perWorker().stream()
                        .mapToLong(RunReport.Worker::tasks)
                        .sum())
                .as("commands: one for each item at least")
                .isGreaterThanOrEqualTo(250);
    }

    @Test
    void accountsForEveryChildPlaybook() throws SQLException, InterruptedException {
        RunReport report = run("playbook-fanout", 3);

        assertThat(report.faults()).isEmpty();
        assertThat(report.processed()).isEqualTo(3);
        assertThat(report.lost() + report.duplicated() + report.failed()).isZero();
    }

    @Test
    void namesTheHottestMethodsOfProfiledWorkers(@TempDir Path folder) throws SQLException, InterruptedException {
        Scenario scenario =
                ScenarioCatalog.builtIn().named(List.of("cpu-bound")).getFirst();
        try (TestDatabase server = TestDatabase.empty();
                Coordinator coordinator = Coordinator.on(server.url(), new Conditions(phase -> {}, "", folder))) {
            RunReport report = coordinator.run(scenario.withWorkers(1).withTasks(500), 1);

            assertThat(report.further().hotMethods())
                    .isNotNull()
                    .first()
                    .satisfies(hot -> assertThat(hot.method()).contains("BenchHandlers.fibonacci"));
        }
    }

    @Test
    void tellsTheThroughputAsAShareOfAnotherScenarios() throws SQLException, InterruptedException {
        ScenarioCatalog catalog = ScenarioCatalog.builtIn().with("test", """
                scenarios:
                  free: {workers: 1, tasks: 60}
                  pinned: {extends: free, pinned: true, against: free}
                """);

        RunReport report = run(catalog, "pinned", 60);

        assertThat(report.good()).isTrue();
        Further.Ceiling share = Objects.requireNonNull(report.further().ceiling());
        assertThat(share.shape()).isEqualTo("free");
        assertThat(share.ratio()).isEqualTo(report.throughput().overallPerSecond() / share.perSecond());
    }

    @Test
    void tellsTheStartLatencyAsAMultipleOfBareSqls() throws SQLException, InterruptedException {
        ScenarioCatalog catalog = ScenarioCatalog.builtIn().with("test", """
                scenarios:
                  arriving: {mode: sustained, workers: 1, rate: 100}
                """);

        RunReport report = run(catalog, "arriving", 100);

        assertThat(report.faults()).isEmpty();
        assertThat(report.processed()).isEqualTo(100);
        RunReport.Latency start = Objects.requireNonNull(report.startLatency());
        Further.Floor floor = Objects.requireNonNull(report.further().floor());
        assertThat(floor.latency().p50()).isPositive();
        assertThat(floor.p50Ratio()).isEqualTo(start.p50() / floor.latency().p50());
        assertThat(floor.p99Ratio()).isEqualTo(start.p99() / floor.latency().p99());
    }

    @Test
    void comparesTheBulkEnqueueWithABareCopy() throws SQLException, InterruptedException {
        RunReport report = run("enqueue-bulk", 2_000);

        assertThat(report.throughput().overallPerSecond()).isPositive();
        Further.Ceiling share = Objects.requireNonNull(report.further().ceiling());
        assertThat(share.shape()).isEqualTo("copy");
        assertThat(share.perSecond()).isPositive();
    }

    private static RunReport run(String name, int tasks) throws SQLException, InterruptedException {
        return run(ScenarioCatalog.builtIn(), name, tasks);
    }

    private static RunReport run(ScenarioCatalog catalog, String name, int tasks)
            throws SQLException, InterruptedException {
        Scenario scenario = catalog.named(List.of(name)).getFirst();
        try (TestDatabase server = TestDatabase.empty();
                Coordinator coordinator = Coordinator.on(server.url(), Conditions.telling(phase -> {}))) {
            return coordinator.run(scenario.withTasks(tasks), 1);
        }
    }
}
