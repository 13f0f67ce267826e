package dev.downbeat.bench;

import dev.downbeat.bench.baseline.BaselineFile;
import dev.downbeat.bench.baseline.Comparison;
import dev.downbeat.bench.baseline.Verdict;
import dev.downbeat.bench.output.TerminalReport;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.run.Coordinator;
import dev.downbeat.bench.run.WorkersFailedException;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.schema.Database;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.ExitCode;
import dev.downbeat.worker.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of {@code bench} with scenarios: runs them, holds them against a baseline, writes what came of it. */
final class ScenarioSession {
    private final CommonOptions common;
    private final OutputOptions output;

    private final ConditionOptions conditions;

    ScenarioSession(CommonOptions common, OutputOptions output, ConditionOptions conditions) {
        this.common = common;
        this.output = output;
        this.conditions = conditions;
    }

    ExitCode run(List<Scenario> scenarios, int repeats, @Nullable Path baseline) throws InterruptedException {
        List<RunReport> before = baseline == null ? List.of() : read(baseline);
        List<RunReport> measured = measure(scenarios, repeats);
        List<RunReport> reports = baseline == null ? measured : Comparison.beside(before, measured);
        if (!output.json().onStandardOutput()) {
            new TerminalReport(common.console()).summary(reports);
        }
        output.write(common.console(), reports);
        // Slower is one thing, broken another: a run that lost work has no figures.
        if (!reports.stream().allMatch(RunReport::good)) {
            return ExitCode.FAILED;
        }
        return baseline == null ? ExitCode.GOOD : judge(Comparison.of(before, measured));
    }

    private ExitCode judge(List<Verdict> verdicts) {
        verdicts.forEach(verdict -> common.console().notice(Comparison.line(verdict)));
        return verdicts.stream().anyMatch(Verdict.Worse.class::isInstance) ? ExitCode.REGRESSION : ExitCode.GOOD;
    }

    private List<RunReport> measure(List<Scenario> scenarios, int repeats) throws InterruptedException {
        Console console = common.console();
        TerminalReport terminal = new TerminalReport(console);
        List<RunReport> reports = new ArrayList<>();
        try (Database server = common.locate(common.settings());
                Coordinator coordinator =
                        Coordinator.on(server.url(), conditions.telling(phase -> console.notice("… " + phase)))) {
            for (Scenario scenario : scenarios) {
                console.notice(scenario.name() + ": " + scenario.description());
                RunReport report = coordinator.run(scenario, repeats);
                reports.add(report);
                if (!output.json().onStandardOutput()) {
                    terminal.print(report);
                }
            }
        } catch (SQLException e) {
            throw CommandFailure.unreachable("The database refused: " + e.getMessage(), "")
                    .because(e);
        } catch (WorkersFailedException e) {
            throw CommandFailure.failed(String.valueOf(e.getMessage()), "").because(e);
        }
        return reports;
    }

    private static List<RunReport> read(Path file) {
        try {
            return BaselineFile.runs(file);
        } catch (IOException e) {
            throw CommandFailure.usage(
                            "The baseline cannot be read: " + file + ".",
                            "Write one with: downbeat bench … --json FILE")
                    .because(e);
        }
    }
}
