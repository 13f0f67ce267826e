package dev.downbeat.analysis;

import dev.downbeat.analysis.distribution.Distribution;
import dev.downbeat.analysis.distribution.Distributions;
import dev.downbeat.analysis.finding.Finding;
import dev.downbeat.analysis.report.AnalysisFiles;
import dev.downbeat.analysis.report.StatementReport;
import dev.downbeat.schema.Database;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.DocumentOption;
import dev.downbeat.worker.cli.ExitCode;
import dev.downbeat.worker.cli.PreparationOption;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.console.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "analyze",
        subcommands = {CompareCommand.class, GrowthCommand.class, ExtractCommand.class},
        mixinStandardHelpOptions = true,
        description =
                "Explain the production statements on data of many shapes, and compute what is wrong with their plans.",
        footer = {
            "",
            "One distribution:  downbeat analyze baseline --out target/analysis",
            "All of them:       downbeat analyze --out target/analysis",
            "What there is:     downbeat analyze --list",
            "Two side by side:  downbeat analyze compare DIR DIR",
            "As tables grow:    downbeat analyze growth",
            "As files for psql: downbeat analyze extract --out DIR",
            "The role needs the right to create databases: each distribution gets one of its own."
        })
final class AnalyzeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "distributions; all for none")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "show the distributions")
    private boolean list;

    @Option(names = "--out", paramLabel = "DIR", description = "write JSON, Markdown, plans and runnable SQL there")
    private @Nullable Path out;

    @Mixin
    private DocumentOption json = new DocumentOption();

    @Mixin
    private PreparationOption preparation = new PreparationOption();

    @Override
    public Integer call() throws IOException {
        if (list) {
            TextTable table = TextTable.of("SCENARIO", "WHAT IT IS");
            Distributions.all().forEach(each -> table.row(each.name(), each.description()));
            common.console().table(table);
            return ExitCode.GOOD.code();
        }
        List<StatementReport> reports = run(chosen());
        if (out != null) {
            AnalysisFiles.write(reports, out);
        }
        json.write(common.console(), AnalysisFiles.json(reports));
        return ExitCode.GOOD.code();
    }

    private List<Distribution> chosen() {
        try {
            return Distributions.named(names);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "See: downbeat analyze --list");
        }
    }

    private List<StatementReport> run(List<Distribution> distributions) {
        Console console = common.console();
        List<StatementReport> all = new ArrayList<>();
        try (Database server = common.locate(common.settings());
                Analysis analysis =
                        Analysis.on(server.url(), preparation.text(), phase -> console.notice("… " + phase))) {
            for (Distribution distribution : distributions) {
                List<StatementReport> reports = analysis.run(distribution);
                all.addAll(reports);
                if (!json.onStandardOutput()) {
                    print(distribution, reports);
                }
            }
            unused(analysis, distributions);
        } catch (SQLException e) {
            throw CommandFailure.unreachable("The database refused: " + e.getMessage(), "")
                    .because(e);
        }
        return all;
    }

    /** Only all distributions together can say that an index serves nobody. */
    private void unused(Analysis analysis, List<Distribution> distributions) {
        Set<String> names = analysis.unusedIndexes();
        if (distributions.size() == Distributions.all().size() && !names.isEmpty()) {
            common.console().notice("No statement used: " + String.join(", ", names));
        }
    }

    private void print(Distribution distribution, List<StatementReport> reports) {
        Console console = common.console();
        console.line("");
        console.line(console.styled(Style.BOLD, distribution.name()) + "  " + distribution.description());
        TextTable table = TextTable.of("OPERATION", ">ROWS", ">MS", ">PLANNING MS", ">BUFFERS", ">READ", ">WAL BYTES");
        for (StatementReport report : reports) {
            table.row(
                    report.operation(),
                    report.rows(),
                    String.format(Locale.ROOT, "%.2f", report.executionMillis()),
                    String.format(Locale.ROOT, "%.2f", report.planningMillis()),
                    report.buffers().hit(),
                    report.buffers().read(),
                    report.walBytes());
        }
        console.table(table);
        for (StatementReport report : reports) {
            for (Finding finding : report.findings()) {
                console.line(console.styled(Style.WARN, "  ! ") + report.operation() + ": " + finding.reason());
                console.line("    " + finding.proposal());
            }
        }
    }
}
