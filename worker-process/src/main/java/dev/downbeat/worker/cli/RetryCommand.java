package dev.downbeat.worker.cli;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.worker.process.SettingsOfWorker;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = "Start the same version of a playbook with the same payload once more.")
final class RetryCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "ID", description = "the execution to repeat")
    private long executionId;

    @Override
    public Integer call() {
        try (Session session = common.open(2)) {
            Playbooks playbooks = Playbooks.on(session.dataSource(), SettingsOfWorker.playbooks(session.settings()));
            long again = playbooks.retry(executionId).orElseThrow(() -> Lookup.unknown(executionId));
            if (json.wanted()) {
                common.console().json(Map.of("execution_id", again, "retry_of", executionId));
            } else {
                common.console().line("execution " + again + " repeats " + executionId);
            }
            return ExitCode.GOOD.code();
        }
    }
}
