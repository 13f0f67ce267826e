package dev.downbeat.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.ScenarioCatalog;
import dev.downbeat.schema.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private static RunReport run(String name, int tasks) throws SQLException, InterruptedException {
        Scenario scenario = ScenarioCatalog.builtIn().named(List.of(name)).getFirst();
        try (TestDatabase server = TestDatabase.empty();
                Coordinator coordinator = Coordinator.on(server.url(), phase -> {})) {
            return coordinator.run(scenario.withTasks(tasks), 1);
        }
    }
}
