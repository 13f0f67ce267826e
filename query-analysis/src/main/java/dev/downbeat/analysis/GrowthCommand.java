package dev.downbeat.analysis;

import dev.downbeat.analysis.growth.Growth;
import dev.downbeat.analysis.growth.GrowthRun;
import dev.downbeat.analysis.report.AnalysisFiles;
import dev.downbeat.schema.Database;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.DocumentOption;
import dev.downbeat.worker.cli.ExitCode;
import dev.downbeat.worker.cli.PreparationOption;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.console.TextTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description = {
            "Run the statements on tables of a thousand to a million rows and fit how their cost grows.",
            "Exit 4 if a statement that workers run all the time does not stay flat."
        })
final class GrowthCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private DocumentOption json = new DocumentOption();

    @Mixin
    private PreparationOption preparation = new PreparationOption();

    @Option(
            names = "--sizes",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000,10000,100000,1000000",
            description = "rows in each of the large tables; two sizes at least, default: ${DEFAULT-VALUE}")
    private List<Integer> sizes = new ArrayList<>();

    @Override
    public Integer call() {
        List<Integer> ascending = sizes.stream().distinct().sorted().toList();
        if (ascending.size() < 2 || ascending.getFirst() < 1_000) {
            throw CommandFailure.usage("--sizes needs two sizes of at least 1000, got " + sizes + ".", "");
        }
        List<Growth> growths = run(ascending);
        if (!json.onStandardOutput()) {
            print(growths);
        }
        json.write(common.console(), AnalysisFiles.json(growths));
        boolean tooMuch = growths.stream().anyMatch(Growth::tooMuch);
        return (tooMuch ? ExitCode.REGRESSION : ExitCode.GOOD).code();
    }

    private List<Growth> run(List<Integer> ascending) {
        Console console = common.console();
        try (Database server = common.locate(common.settings());
                Analysis analysis =
                        Analysis.on(server.url(), preparation.text(), phase -> console.notice("… " + phase))) {
            return GrowthRun.of(analysis, ascending);
        } catch (SQLException e) {
            throw CommandFailure.unreachable("The database refused: " + e.getMessage(), "")
                    .because(e);
        }
    }

    private void print(List<Growth> growths) {
        Console console = common.console();
        List<String> headers = new ArrayList<>(List.of("STATEMENT"));
        growths.getFirst().points().forEach(point -> headers.add(">BUFFERS AT " + point.rows()));
        headers.addAll(List.of(">EXPONENT", "GROWTH", ""));
        TextTable table = TextTable.of(headers.toArray(String[]::new));
        for (Growth growth : growths) {
            List<Object> row = new ArrayList<>(List.of(growth.operation()));
            growth.points().forEach(point -> row.add(point.buffers()));
            row.add(String.format(Locale.ROOT, "%.2f", growth.exponent()));
            row.add(growth.law());
            row.add(growth.tooMuch() ? console.styled(Style.BAD, "should be flat") : "");
            table.row(row.toArray());
        }
        console.table(table);
    }
}
