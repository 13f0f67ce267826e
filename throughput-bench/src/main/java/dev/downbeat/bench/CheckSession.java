package dev.downbeat.bench;

import dev.downbeat.bench.baseline.BaselineFile;
import dev.downbeat.bench.baseline.SuiteComparison;
import dev.downbeat.bench.check.CheckReport.Status;
import dev.downbeat.bench.check.CheckRun;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.output.TerminalReport;
import dev.downbeat.schema.Database;
import dev.downbeat.schema.DatabaseUnavailableException;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.ExitCode;
import dev.downbeat.worker.console.Console;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One call of {@code bench --ci}. */
final class CheckSession {
    private final CommonOptions common;
    private final OutputOptions output;

    CheckSession(CommonOptions common, OutputOptions output) {
        this.common = common;
        this.output = output;
    }

    /** Broken comes before not there, that before slower: the first of them that holds is what the pipeline is told. */
    ExitCode run(@Nullable Path baseline) {
        SuiteReport before = baseline == null ? null : read(baseline);
        SuiteReport measured = measure();
        SuiteReport suite = before == null ? measured : SuiteComparison.judged(before, measured);
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

    private SuiteReport measure() {
        Console console = common.console();
        CheckRun run = CheckRun.ofAll(phase -> console.notice("… " + phase));
        try (Database server = common.locate(common.settings())) {
            return run.on(server.url());
        } catch (DatabaseUnavailableException e) {
            return run.unavailable(String.valueOf(e.getMessage()));
        }
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
