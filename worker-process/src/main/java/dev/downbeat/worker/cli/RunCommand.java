package dev.downbeat.worker.cli;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.process.SettingsOfWorker;
import dev.downbeat.worker.process.ShutdownSignal;
import dev.downbeat.worker.progress.RunSummary;
import dev.downbeat.worker.progress.RunView;
import dev.downbeat.worker.progress.RunViews;
import dev.downbeat.worker.run.Crew;
import dev.downbeat.worker.run.Follow;
import dev.downbeat.worker.run.Registration;
import dev.downbeat.worker.run.RunTarget;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Settings;
import dev.downbeat.worker.settings.Span;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Register a playbook, execute it with workers of its own, follow it, and print the summary.",
            "A playbook that calls others finds those under its own folder. Exit code 0: completed, 1: failed."
        })
final class RunCommand implements Callable<Integer> {
    private static final Duration TO_CLOSE = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 4;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private PayloadOptions payload = new PayloadOptions();

    @Mixin
    private CrewOptions crewOptions = new CrewOptions();

    @Mixin
    private WorkerOptions workerOptions = new WorkerOptions();

    @Parameters(paramLabel = "FILE|DIR|catalog://PATH", description = "the playbook")
    private String target = "";

    @Option(names = "--timeout", paramLabel = "TIME", description = "cancel the execution after this")
    private @Nullable String timeout;

    @Option(names = "--strict", description = "refuse playbooks with unknown keys")
    private boolean strict;

    @Override
    public Integer call() {
        workerOptions.decide(common);
        crewOptions.decide(common);
        Settings settings = common.flag(KnownSettings.RUN_TIMEOUT, timeout).settings();
        RunTarget asked = RunTarget.of(target);
        Map<String, @Nullable Object> given = payload.payload();
        try (ShutdownSignal signal = ShutdownSignal.watch(TO_CLOSE, ExitCode.INTERRUPTED.code());
                Session session = common.open(settings, CONNECTIONS)) {
            Playbooks playbooks = Playbooks.on(session.dataSource(), SettingsOfWorker.playbooks(settings));
            signal.answeredBy(Thread.currentThread()::interrupt);
            // The workers start while the files are read.
            try (Crew crew = crewOptions.start(session, common.verbose())) {
                long executionId = playbooks.execute(path(asked, playbooks), given);
                RunStatus status = follow(playbooks, executionId, crew, signal, settings);
                return conclude(playbooks, executionId, status, settings);
            }
        }
    }

    private String path(RunTarget asked, Playbooks playbooks) {
        return switch (asked) {
            case RunTarget.Catalogued catalogued -> catalogued.path();
            case RunTarget.InFile in ->
                new Registration(playbooks, common.console(), strict)
                        .registerWithCallees(in.file())
                        .path();
        };
    }

    private RunStatus follow(
            Playbooks playbooks, long executionId, Crew crew, ShutdownSignal signal, Settings settings) {
        try (RunView view = RunViews.of(common.console(), json.wanted())) {
            announce(executionId, crew);
            RunStatus status = new Follow(playbooks, view)
                    .toItsEnd(executionId, settings.get(KnownSettings.RUN_TIMEOUT), crew::tend);
            if (!status.terminal()) {
                playbooks.cancel(executionId);
            }
            return status;
        } catch (InterruptedException | RuntimeException e) {
            boolean unused = Thread.interrupted(); // cancelling needs an uninterrupted thread
            playbooks.cancel(executionId);
            if (signal.received()) {
                return RunStatus.CANCELLED;
            }
            throw e instanceof RuntimeException failure ? failure : new IllegalStateException("Interrupted.", e);
        }
    }

    private void announce(long executionId, Crew crew) {
        if (!json.wanted()) {
            Console console = common.console();
            console.line(console.styled(Style.FAINT, "execution " + executionId + ", " + crew.describe()));
        }
    }

    private int conclude(Playbooks playbooks, long executionId, RunStatus status, Settings settings) {
        ExecutionSummary summary = playbooks
                .summary(executionId)
                .orElseThrow(() -> CommandFailure.failed("Execution " + executionId + " is gone.", ""));
        if (json.wanted()) {
            common.console().json(summary);
        } else {
            new RunSummary(common.console()).print(summary);
        }
        if (!status.terminal()) {
            common.console()
                    .notice("downbeat: Not over within %s; execution %d was cancelled. Give it longer with --timeout."
                            .formatted(Span.format(settings.get(KnownSettings.RUN_TIMEOUT)), executionId));
        }
        return (status == RunStatus.COMPLETED ? ExitCode.GOOD : ExitCode.FAILED).code();
    }
}
