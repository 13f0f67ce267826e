package dev.downbeat.analysis;

import dev.downbeat.analysis.comparison.Comparison;
import dev.downbeat.analysis.report.AnalysisFiles;
import dev.downbeat.analysis.report.StatementReport;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.ExitCode;
import dev.downbeat.worker.console.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Set two analyses side by side; exit 4 if a statement got dearer or its findings more.")
final class CompareCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(index = "0", paramLabel = "A", description = "an analysis: its --out folder, or its --json file")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "another, of the same distributions")
    private Path after = Path.of("");

    @Override
    public Integer call() {
        List<Comparison.Pair> pairs = Comparison.of(read(before), read(after));
        if (pairs.isEmpty()) {
            throw CommandFailure.usage("The two analyses have no statement in common.", "");
        }
        TextTable table =
                TextTable.of("STATEMENT", ">MS A", ">MS B", ">BUFFERS A", ">BUFFERS B", ">WAL A", ">WAL B", "");
        pairs.forEach(pair -> table.row(
                pair.before().scenario() + " " + pair.before().operation(),
                millis(pair.before()),
                millis(pair.after()),
                pair.before().buffers().touched(),
                pair.after().buffers().touched(),
                pair.before().walBytes(),
                pair.after().walBytes(),
                pair.worse() ? "worse" : pair.changes().isEmpty() ? "" : "changed"));
        common.console().table(table);
        for (Comparison.Pair pair : pairs) {
            String name = pair.before().scenario() + " " + pair.before().operation();
            pair.changes().forEach(change -> common.console().line("  " + name + ": " + change));
        }
        boolean worse = pairs.stream().anyMatch(Comparison.Pair::worse);
        return (worse ? ExitCode.REGRESSION : ExitCode.GOOD).code();
    }

    private static List<StatementReport> read(Path place) {
        try {
            return AnalysisFiles.read(Files.isDirectory(place) ? place.resolve("analysis.json") : place);
        } catch (IOException e) {
            throw CommandFailure.usage(
                            "The analysis cannot be read: " + place + ".",
                            "Write one with: downbeat analyze … --out DIR")
                    .because(e);
        }
    }

    private static String millis(StatementReport report) {
        return String.format(Locale.ROOT, "%.2f", report.executionMillis());
    }
}
