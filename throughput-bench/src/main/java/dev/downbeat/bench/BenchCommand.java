package dev.downbeat.bench;

import dev.downbeat.bench.baseline.BaselineFile;
import dev.downbeat.bench.baseline.Comparison;
import dev.downbeat.bench.baseline.Verdict;
import dev.downbeat.bench.report.JsonReport;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.report.TerminalReport;
import dev.downbeat.bench.run.Coordinator;
import dev.downbeat.bench.run.WorkersFailedException;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.ScenarioCatalog;
import dev.downbeat.bench.scenario.ScenarioException;
import dev.downbeat.schema.Database;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.ExitCode;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Spawn worker processes, measure them, and check that nothing was lost or doubled.",
        footer = {
            "",
            "A first look:      downbeat bench quick",
            "All scenarios:     downbeat bench --list",
            "The role needs the right to create databases: each run gets one of its own."
        })
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "what to run, in this order")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "show the scenarios")
    private boolean list;

    @Option(names = "--scenarios", paramLabel = "FILE", description = "scenarios of your own, as YAML")
    private @Nullable Path file;

    @Option(names = "--workers", paramLabel = "N", description = "another number of worker processes")
    private @Nullable Integer workers;

    @Option(names = "--tasks", paramLabel = "N", description = "another number of executions")
    private @Nullable Integer tasks;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "measure so often, report the median")
    private int repeats = 1;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "compare with an earlier --json FILE; exit 4 if a figure fell by more than noise explains")
    private @Nullable Path baseline;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "-",
            description = "write one JSON document; alone or as -: to standard output, and nothing else there")
    private @Nullable String json;

    @Override
    public Integer call() throws InterruptedException {
        ScenarioCatalog catalog = catalog();
        if (list) {
            show(catalog);
            return ExitCode.GOOD.code();
        }
        List<Scenario> scenarios = chosen(catalog);
        List<RunReport> before = baseline == null ? List.of() : readBaseline(baseline);
        List<RunReport> reports = run(scenarios);
        if (!reports.stream().allMatch(RunReport::good)) {
            return ExitCode.FAILED.code();
        }
        return (baseline == null ? ExitCode.GOOD : judge(before, reports)).code();
    }

    private static List<RunReport> readBaseline(Path file) {
        try {
            return BaselineFile.read(file);
        } catch (IOException e) {
            throw CommandFailure.usage(
                            "The baseline cannot be read: " + file + ".",
                            "Write one with: downbeat bench … --json FILE")
                    .because(e);
        }
    }

    /** Slower is one thing, broken another: a run that lost work has ended with another code before this. */
    private ExitCode judge(List<RunReport> before, List<RunReport> reports) {
        List<Verdict> verdicts = Comparison.of(before, reports);
        verdicts.forEach(verdict -> common.console().notice(Comparison.line(verdict)));
        return verdicts.stream().anyMatch(Verdict.Worse.class::isInstance) ? ExitCode.REGRESSION : ExitCode.GOOD;
    }

    private ScenarioCatalog catalog() {
        try {
            ScenarioCatalog builtIn = ScenarioCatalog.builtIn();
            return file == null ? builtIn : builtIn.with(file);
        } catch (ScenarioException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "Known keys: docs/benchmarks.md");
        }
    }

    private List<Scenario> chosen(ScenarioCatalog catalog) {
        List<String> wanted = new ArrayList<>(names);
        if (wanted.isEmpty() && json != null && catalog.knows(json)) {
            // The parser takes the word after --json for its file: "bench --json quick".
            wanted.add(json);
            json = "-";
        }
        if (wanted.isEmpty()) {
            throw CommandFailure.usage("No scenario is named.", "See: downbeat bench --list");
        }
        if (repeats < 1) {
            throw CommandFailure.usage("--repeat must be at least 1, got " + repeats + ".", "");
        }
        try {
            return catalog.named(wanted).stream()
                    .map(scenario -> workers == null ? scenario : scenario.withWorkers(workers))
                    .map(scenario -> tasks == null ? scenario : scenario.withTasks(tasks))
                    .toList();
        } catch (ScenarioException | IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "See: downbeat bench --list");
        }
    }

    private List<RunReport> run(List<Scenario> scenarios) throws InterruptedException {
        Console console = common.console();
        boolean quiet = "-".equals(json);
        TerminalReport terminal = new TerminalReport(console);
        List<RunReport> reports = new ArrayList<>();
        try (Database server = common.locate(common.settings());
                Coordinator coordinator = Coordinator.on(server.url(), phase -> console.notice("… " + phase))) {
            for (Scenario scenario : scenarios) {
                console.notice(scenario.name() + ": " + scenario.description());
                RunReport report = coordinator.run(scenario, repeats);
                reports.add(report);
                if (!quiet) {
                    terminal.print(report);
                }
            }
        } catch (SQLException e) {
            throw CommandFailure.unreachable("The database refused: " + e.getMessage(), "")
                    .because(e);
        } catch (WorkersFailedException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()), "").because(e);
        }
        if (!quiet) {
            terminal.summary(reports);
        }
        if (json != null) {
            new JsonReport(console).write(reports, json);
        }
        return reports;
    }

    private void show(ScenarioCatalog catalog) {
        TextTable table = TextTable.of("SCENARIO", "MODE", "TASK", ">WORKERS", ">TASKS", "WHAT IT IS");
        for (Scenario scenario : catalog.all()) {
            String task = scenario.task().unit().isEmpty()
                    ? scenario.task().key()
                    : "%s %d %s"
                            .formatted(
                                    scenario.task().key(),
                                    scenario.size(),
                                    scenario.task().unit());
            table.row(
                    scenario.name(),
                    scenario.mode().key(),
                    task,
                    scenario.workers(),
                    scenario.tasks(),
                    scenario.description());
        }
        common.console().table(table);
    }
}
