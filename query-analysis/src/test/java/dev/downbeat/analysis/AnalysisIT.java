package dev.downbeat.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.analysis.distribution.Distribution;
import dev.downbeat.analysis.distribution.Distributions;
import dev.downbeat.analysis.distribution.Volume;
import dev.downbeat.analysis.finding.Finding;
import dev.downbeat.analysis.plan.PlanNode;
import dev.downbeat.analysis.report.AnalysisFiles;
import dev.downbeat.analysis.report.StatementReport;
import dev.downbeat.schema.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisIT {
    @Test
    void explainsEveryStatementOnTheBaseline() throws SQLException {
        List<StatementReport> reports =
                run(Distributions.named(List.of("baseline")).getFirst());

        assertThat(reports)
                .extracting(StatementReport::operation)
                .contains("claim-1", "claim-500", "flush-100-completed", "heartbeat", "rescue", "step-save-100");
        assertThat(rows(reports, "claim-100")).isEqualTo(100);
        assertThat(rows(reports, "flush-100-completed")).isEqualTo(100);
        assertThat(rows(reports, "step-save-100")).isEqualTo(100);
    }

    @Test
    void aClaimUsesItsIndexHoweverManyAreReady() throws SQLException {
        List<StatementReport> reports = run(new Distribution("many", "50 000 ready", Volume.ready(50_000)));

        StatementReport claim = report(reports, "claim-100");
        assertThat(new PlanNode(claim.plan().path("Plan")).shape()).contains("ready by ready_claim_idx");
        assertThat(claim.findings())
                .extracting(Finding::kind)
                .doesNotContain(Finding.Kind.SEQUENTIAL_SCAN, Finding.Kind.BUFFERS_PER_ROW);
    }

    @Test
    void aClaimUsesItsIndexBeforeTheFirstAnalyze() throws SQLException {
        List<StatementReport> reports =
                run(new Distribution("new", "30 000 ready", Volume.ready(30_000).unanalysed()));

        assertThat(report(reports, "claim-100").findings())
                .extracting(Finding::kind)
                .doesNotContain(Finding.Kind.SEQUENTIAL_SCAN, Finding.Kind.BUFFERS_PER_ROW);
    }

    @Test
    void writesPlansRunnableStatementsAndAPage(@TempDir Path folder) throws SQLException, IOException {
        AnalysisFiles.write(run(Distributions.named(List.of("baseline")).getFirst()), folder);

        assertThat(folder.resolve("analysis.json")).exists();
        assertThat(folder.resolve("plans/baseline.claim-100.json")).exists();
        assertThat(Files.readString(folder.resolve("report.md"))).contains("| claim-100 | 100 |");
        assertThat(Files.readString(folder.resolve("sql/baseline.claim-100.sql")))
                .contains("begin;", "rollback;", "for update of r skip locked");
    }

    private static List<StatementReport> run(Distribution distribution) throws SQLException {
        try (TestDatabase server = TestDatabase.empty();
                Analysis analysis = Analysis.on(server.url(), phase -> {})) {
            return analysis.run(distribution);
        }
    }

    private static long rows(List<StatementReport> reports, String operation) {
        return report(reports, operation).rows();
    }

    private static StatementReport report(List<StatementReport> reports, String operation) {
        return reports.stream()
                .filter(each -> each.operation().equals(operation))
                .findFirst()
                .orElseThrow();
    }
}
