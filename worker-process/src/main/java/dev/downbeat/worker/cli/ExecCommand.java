package dev.downbeat.worker.cli;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.catalog.CatalogEntry;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.worker.process.SettingsOfWorker;
import dev.downbeat.worker.progress.RunSummary;
import dev.downbeat.worker.progress.RunView;
import dev.downbeat.worker.progress.RunViews;
import dev.downbeat.worker.run.Follow;
import dev.downbeat.worker.run.RunTarget;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        description = "Start a playbook of the catalog; workers elsewhere run it.")
final class ExecCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 3;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private PayloadOptions payload = new PayloadOptions();

    @Parameters(paramLabel = "PATH", description = "the playbook's path in the catalog")
    private String path = "";

    @Option(names = "--wait", description = "follow it to its end, as run does")
    private boolean wait;

    @Option(names = "--dry-run", description = "say what would be started, and start nothing")
    private boolean dryRun;

    @Option(names = "--timeout", paramLabel = "TIME", description = "with --wait: stop waiting after this")
    private @Nullable String timeout;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = common.flag(KnownSettings.RUN_TIMEOUT, timeout).settings();
        String name = path.startsWith(RunTarget.CATALOG) ? path.substring(RunTarget.CATALOG.length()) : path;
        Map<String, @Nullable Object> given = payload.payload();
        try (Session session = common.open(settings, CONNECTIONS)) {
            Playbooks playbooks = Playbooks.on(session.dataSource(), SettingsOfWorker.playbooks(settings));
            if (dryRun) {
                return plan(Lookup.playbook(playbooks, name), given);
            }
            long executionId = playbooks.execute(name, given);
            return wait ? follow(playbooks, executionId, settings) : started(executionId, name);
        }
    }

    private int plan(CatalogEntry entry, Map<String, @Nullable Object> given) {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("path", entry.path());
        plan.put("version", entry.version());
        plan.put("payload", given);
        plan.put("started", false);
        if (json.wanted()) {
            common.console().json(plan);
        } else {
            common.console().line("would start %s version %d with %s".formatted(entry.path(), entry.version(), given));
        }
        return ExitCode.GOOD.code();
    }

    private int started(long executionId, String name) {
        if (json.wanted()) {
            common.console().json(Map.of("execution_id", executionId, "path", name, "status", "running"));
        } else {
            common.console().line("execution " + executionId + " of " + name + " is on its way");
            common.console().line("  see it: downbeat status " + executionId);
        }
        return ExitCode.GOOD.code();
    }

    private int follow(Playbooks playbooks, long executionId, Settings settings) throws InterruptedException {
        RunStatus status;
        try (RunView view = RunViews.of(common.console(), json.wanted())) {
            status = new Follow(playbooks, view)
                    .toItsEnd(executionId, settings.get(KnownSettings.RUN_TIMEOUT), () -> {});
        }
        ExecutionSummary summary = Lookup.summary(playbooks, executionId);
        if (json.wanted()) {
            common.console().json(summary);
        } else {
            new RunSummary(common.console()).print(summary);
        }
        return (status == RunStatus.COMPLETED ? ExitCode.GOOD : ExitCode.FAILED).code();
    }
}
