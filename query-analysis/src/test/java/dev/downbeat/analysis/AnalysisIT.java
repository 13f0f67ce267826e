package dev.downbeat.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.analysis.comparison.Comparison;
import dev.downbeat.analysis.distribution.Distribution;
import dev.downbeat.analysis.distribution.Distributions;
import dev.downbeat.analysis.distribution.Volume;
import dev.downbeat.analysis.finding.Finding;
import dev.downbeat.analysis.growth.Growth;
import dev.downbeat.analysis.growth.GrowthRun;
import dev.downbeat.analysis.plan.PlanNode;
import dev.downbeat.analysis.report.AnalysisFiles;
import dev.downbeat.analysis.report.HtmlReport;
import dev.downbeat.analysis.report.StatementReport;
import dev.downbeat.schema.testing.TestDatabase;
import dev.downbeat.worker.cli.CommandRunner;
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

    @Test
    void aDroppedIndexIsFoundAndToldByComparison() throws SQLException {
        Distribution many = new Distribution("many", "30 000 ready", Volume.ready(30_000));
        List<StatementReport> before = run(many);

        List<StatementReport> after = run(many, "drop index downbeat.ready_claim_idx");

        assertThat(report(after, "claim-100").findings()).isNotEmpty();
        assertThat(Comparison.of(before, after))
                .filteredOn(Comparison.Pair::worse)
                .extracting(pair -> pair.after().operation())
                .contains("claim-1", "claim-10", "claim-100", "claim-500");
    }

    @Test
    void explainsWhatPeopleLookAtAsItPasses() throws SQLException {
        List<StatementReport> reports = run(new Distribution(
                "loop", "a loop over 1 000", Volume.ready(1_000).loop(1_000)));

        assertThat(report(reports, "queues").sql()).contains("downbeat");
        assertThat(reports)
                .extracting(StatementReport::operation)
                .anyMatch(name -> name.startsWith("playbook-progress"));
        assertThat(rows(reports, "list-page")).isEqualTo(100);
    }

    @Test
    void explainsWhatSendsSeveralStatementsInARow() throws SQLException {
        List<StatementReport> reports = run(new Distribution(
                "all",
                "of everything some",
                Volume.ready(2_000).stages(500, 500, 500).loop(1_000)));

        assertThat(reports)
                .extracting(StatementReport::operation)
                .contains("claim-limited-1-claim_limit", "share-take", "keys-100", "throttle-100", "emit")
                .anyMatch(name -> name.startsWith("claim-limited-") && name.endsWith("-worker"))
                .anyMatch(name -> name.startsWith("events-") && name.endsWith("-event_wait"))
                .anyMatch(name -> name.startsWith("cron-fire-") && name.endsWith("-schedule"))
                .anyMatch(name -> name.startsWith("loop-item-") && name.endsWith("-loop_item"))
                .anyMatch(name -> name.startsWith("prune-") && name.endsWith("-history_default"));
        assertThat(reports)
                .filteredOn(report -> report.operation().startsWith("claim-limited-"))
                .anySatisfy(report -> assertThat(report.rows()).isEqualTo(100));
    }

    @Test
    void hotStatementsStayFlatAsTablesGrow() throws SQLException {
        try (TestDatabase server = TestDatabase.empty();
                Analysis analysis = Analysis.on(server.url(), "", phase -> {})) {
            List<Growth> growths = GrowthRun.of(analysis, List.of(10_000, 30_000));

            assertThat(growths).extracting(Growth::operation).contains("claim-100", "flush-100-completed", "heartbeat");
            assertThat(growths).filteredOn(Growth::tooMuch).isEmpty();
        }
    }

    @Test
    void extractsRunnableStatementsWithoutADatabase(@TempDir Path folder) throws IOException {
        int code = new CommandRunner().run("analyze", "extract", "--out", folder.toString());

        assertThat(code).isZero();
        assertThat(Files.readString(folder.resolve("baseline.claim-100.sql")))
                .startsWith("-- claim-100 on baseline, as Claim runs it.\nbegin;")
                .endsWith("rollback;\n");
    }

    @Test
    void thePageMarksTheHotNodeOfEveryPlan() throws SQLException {
        List<StatementReport> reports =
                run(Distributions.named(List.of("baseline")).getFirst());

        String page = HtmlReport.text(reports);

        assertThat(page)
                .contains("<details id=\"baseline.claim-100\"", "<mark>▶")
                .doesNotContain("<script");
        assertThat(page.split("<mark>", -1)).hasSize(reports.size() + 1);
    }

    private static List<StatementReport> run(Distribution distribution) throws SQLException {
        return run(distribution, "");
    }

    private static List<StatementReport> run(Distribution distribution, String preparation) throws SQLException {
        try (TestDatabase server = TestDatabase.empty();
                Analysis analysis = Analysis.on(server.url(), preparation, phase -> {})) {
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
