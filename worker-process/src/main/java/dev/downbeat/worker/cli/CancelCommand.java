package dev.downbeat.worker.cli;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.worker.process.SettingsOfWorker;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Cancel an execution of a playbook and everything that it started.")
final class CancelCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "ID", description = "the execution")
    private long executionId;

    @Override
    public Integer call() {
        try (Session session = common.open(2)) {
            Playbooks playbooks = Playbooks.on(session.dataSource(), SettingsOfWorker.playbooks(session.settings()));
            boolean cancelled = playbooks.cancel(executionId);
            String status = playbooks
                    .status(executionId)
                    .orElseThrow(() -> Lookup.unknown(executionId))
                    .status()
                    .column();
            if (json.wanted()) {
                common.console().json(Map.of("execution_id", executionId, "cancelled", cancelled, "status", status));
            } else {
                common.console()
                        .line(
                                cancelled
                                        ? "execution " + executionId + " is cancelled"
                                        : "execution " + executionId + " is over already: " + status);
            }
            return (cancelled ? ExitCode.GOOD : ExitCode.FAILED).code();
        }
    }
}
