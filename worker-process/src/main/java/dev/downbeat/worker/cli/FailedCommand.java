package dev.downbeat.worker.cli;

import dev.downbeat.queue.Execution;
import dev.downbeat.queue.ExecutionError;
import dev.downbeat.queue.Queue;
import dev.downbeat.worker.console.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "failed",
        mixinStandardHelpOptions = true,
        description = "List the queue's failed executions; show, retry or discard them.",
        subcommands = {FailedShow.class, FailedChange.Retry.class, FailedChange.Discard.class})
final class FailedCommand implements Callable<Integer> {
    private static final int MOST = 10_000;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private FailedOptions which = new FailedOptions();

    @Option(names = "--limit", paramLabel = "N", description = "how many, 1 to 10000; default: 100")
    private int limit = 100;

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw CommandFailure.usage("Expected --limit from 1 to " + MOST + ", got " + limit + ".", "");
        }
        try (Session session = common.open(2)) {
            List<Execution> executions =
                    Queue.on(session.dataSource()).deadLetters().list(which.filter(limit));
            if (json.wanted()) {
                common.console().json(executions);
            } else {
                common.console().table(table(executions));
            }
            return ExitCode.GOOD.code();
        }
    }

    private static TextTable table(List<Execution> executions) {
        TextTable table = TextTable.of(">EXECUTION", "TASK", "QUEUE", ">ATTEMPT", "FAILED", "ERROR");
        executions.forEach(one -> table.row(
                one.id(),
                one.task(),
                one.queue(),
                one.attempt(),
                Moments.local(one.finishedAt()),
                message(one.error())));
        return table;
    }

    private static String message(@Nullable ExecutionError error) {
        return error == null ? "" : String.valueOf(error.message());
    }
}
