package dev.downbeat.bench;

import dev.downbeat.bench.baseline.BaselineFile;
import dev.downbeat.bench.baseline.SuiteComparison;
import dev.downbeat.bench.check.CheckReport.Status;
import dev.downbeat.bench.check.CheckRun;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.output.TerminalReport;
import dev.downbeat.bench.run.Progress;
import dev.downbeat.schema.Database;
import dev.downbeat.schema.DatabaseUnavailableException;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.ExitCode;
import dev.downbeat.worker.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One call of {@code bench --ci}. */
final class CheckSession {
    /** How often something must seem slower once more before it is told. */
    private static final int CONFIRMATIONS = 2;

    private final CommonOptions common;
    private final OutputOptions output;

    CheckSession(CommonOptions common, OutputOptions output) {
        this.common = common;
        this.output = output;
    }

    /** Broken comes before not there, that before slower: the first of them that holds is what the pipeline is told. */
    ExitCode run(@Nullable Path baseline) {
        SuiteReport before = baseline == null ? null : read(baseline);
        SuiteReport suite = measure(before);
        if (!output.json().onStandardOutput()) {
            new TerminalReport(common.console()).print(suite);
        }
        output.write(common.console(), suite);
        if (suite.count(Status.BROKEN) > 0) {
            return ExitCode.FAILED;
        }
        if (!suite.reachable()) {
            return ExitCode.UNREACHABLE;
        }
        return suite.count(Status.SLOWER) > 0 ? ExitCode.REGRESSION : ExitCode.GOOD;
    }

    private SuiteReport measure(@Nullable SuiteReport before) {
        Console console = common.console();
        Progress progress = phase -> console.notice("… " + phase);
        CheckRun run = CheckRun.ofAll(progress);
        try (Database server = common.locate(common.settings())) {
            SuiteReport suite = run.on(server.url());
            return before == null ? suite : confirmed(before, suite, server.url(), progress);
        } catch (DatabaseUnavailableException e) {
            return run.unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** What seems slower is measured again: others may have used the machine just then. */
    private static SuiteReport confirmed(
            SuiteReport before, SuiteReport measured, DatabaseUrl server, Progress progress) {
        SuiteReport judged = SuiteComparison.judged(before, measured);
        for (int i = 0; i < CONFIRMATIONS && !judged.named(Status.SLOWER).isEmpty(); i++) {
            progress.tell("again, to be sure: " + String.join(", ", judged.named(Status.SLOWER)));
            SuiteReport again =
                    CheckRun.of(judged.named(Status.SLOWER), progress).on(server);
            judged = SuiteComparison.judged(before, judged.replacing(again));
        }
        return judged;
    }

    private static SuiteReport read(Path file) {
        try {
            return BaselineFile.suite(file);
        } catch (IOException e) {
            throw CommandFailure.usage(
                            "The baseline cannot be read: " + file + ".",
                            "Write one with: downbeat bench --ci --json FILE")
                    .because(e);
        }
    }
}
