package dev.downbeat.bench;

import dev.downbeat.bench.baseline.BaselineFile;
import dev.downbeat.bench.baseline.Comparison;
import dev.downbeat.bench.baseline.Verdict;
import dev.downbeat.bench.output.TerminalReport;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.run.Coordinator;
import dev.downbeat.bench.run.WorkersFailedException;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.queue.QueueDatabaseException;
import dev.downbeat.schema.Database;
import dev.downbeat.schema.DatabaseUnavailableException;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Readiness;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.ExitCode;
import dev.downbeat.worker.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** One call of {@code bench} with scenarios: runs them, holds them against a baseline, writes what came of it. */
final class ScenarioSession {
    /** How often a scenario must fall behind once more before it is told. */
    private static final int CONFIRMATIONS = 2;

    private static final Duration STILL_THERE = Duration.ofSeconds(2);

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
        List<RunReport> measured = measure(scenarios, repeats, before);
        List<RunReport> reports = baseline == null ? measured : Comparison.beside(before, measured);
        if (!output.json().onStandardOutput()) {
            new TerminalReport(common.console()).summary(reports, families(scenarios));
        }
        output.write(common.console(), reports);
        // Slower is one thing, broken another: a run that lost work has no figures.
        if (!reports.stream().allMatch(RunReport::good)) {
            return ExitCode.FAILED;
        }
        return baseline == null ? ExitCode.GOOD : judge(Comparison.of(before, measured));
    }

    private static Map<String, String> families(List<Scenario> scenarios) {
        return scenarios.stream().collect(Collectors.toMap(Scenario::name, Scenario::family, (one, again) -> one));
    }

    private ExitCode judge(List<Verdict> verdicts) {
        verdicts.forEach(verdict -> common.console().notice(Comparison.line(verdict)));
        return verdicts.stream().anyMatch(Verdict.Worse.class::isInstance) ? ExitCode.REGRESSION : ExitCode.GOOD;
    }

    private List<RunReport> measure(List<Scenario> scenarios, int repeats, List<RunReport> before)
            throws InterruptedException {
        try (Database server = common.locate(common.settings())) {
            try {
                return measure(server.url(), scenarios, repeats, before);
            } catch (SQLException | DataAccessException | QueueDatabaseException | WorkersFailedException e) {
                throw failure(server.url(), e);
            }
        }
    }

    private List<RunReport> measure(DatabaseUrl server, List<Scenario> scenarios, int repeats, List<RunReport> before)
            throws SQLException, InterruptedException {
        Console console = common.console();
        TerminalReport terminal = new TerminalReport(console);
        List<RunReport> reports = new ArrayList<>();
        try (Coordinator coordinator =
                Coordinator.on(server, conditions.telling(phase -> console.notice("… " + phase)))) {
            for (Scenario scenario : scenarios) {
                console.notice(scenario.name() + ": " + scenario.description());
                RunReport report = coordinator.run(scenario, repeats);
                // Others may have used the machine just then.
                for (int i = 0; i < CONFIRMATIONS && Comparison.suspects(before, report); i++) {
                    console.notice("… again, to be sure: %s fell behind the baseline".formatted(scenario.name()));
                    report = coordinator.run(scenario, repeats);
                }
                reports.add(report);
                if (!output.json().onStandardOutput()) {
                    terminal.print(report);
                }
            }
        }
        return reports;
    }

    /** Whatever failed first: where the database has gone, that is the reason. */
    private static CommandFailure failure(DatabaseUrl server, Exception e) {
        try {
            Readiness.await(server, STILL_THERE);
        } catch (DatabaseUnavailableException gone) {
            return CommandFailure.unreachable(
                            "The database has gone in the middle of the run: " + gone.getMessage(),
                            "What the run has left there is dropped by the next one.")
                    .because(e);
        }
        return e instanceof WorkersFailedException
                ? CommandFailure.failed(String.valueOf(e.getMessage()), "").because(e)
                : CommandFailure.unreachable("The database refused: " + e.getMessage(), "")
                        .because(e);
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
