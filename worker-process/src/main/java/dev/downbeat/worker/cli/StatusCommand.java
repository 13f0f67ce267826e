package dev.downbeat.worker.cli;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.status.ExecutionStatus;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.worker.console.TextTable;
import dev.downbeat.worker.process.SettingsOfWorker;
import dev.downbeat.worker.progress.RunSummary;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show one execution of a playbook, or the newest ones.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(arity = "0..1", paramLabel = "ID", description = "the execution; without one, the newest")
    private @Nullable Long executionId;

    @Option(names = "--limit", paramLabel = "N", description = "how many of the newest")
    private int limit = 20;

    @Override
    public Integer call() {
        try (Session session = common.open(2)) {
            Playbooks playbooks = Playbooks.on(session.dataSource(), SettingsOfWorker.playbooks(session.settings()));
            if (executionId == null) {
                list(playbooks.list(limit));
            } else {
                one(Lookup.summary(playbooks, executionId));
            }
            return ExitCode.GOOD.code();
        }
    }

    private void one(ExecutionSummary summary) {
        if (json.wanted()) {
            common.console().json(summary);
        } else {
            new RunSummary(common.console()).print(summary);
        }
    }

    private void list(List<ExecutionStatus> newest) {
        if (json.wanted()) {
            common.console().json(newest);
            return;
        }
        TextTable table = TextTable.of(">EXECUTION", "PATH", ">VERSION", "STATUS", "STEP", "CREATED");
        for (ExecutionStatus one : newest) {
            table.row(
                    one.executionId(),
                    one.path(),
                    one.version(),
                    one.status().column(),
                    one.currentStep(),
                    Moments.local(one.createdAt()));
        }
        common.console().table(table);
    }
}
