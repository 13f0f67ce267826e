package dev.downbeat.worker.cli;

import dev.downbeat.queue.Execution;
import dev.downbeat.queue.ExecutionError;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Queue;
import dev.downbeat.worker.console.TextTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "failed",
        mixinStandardHelpOptions = true,
        description = "List the queue's failed executions, or make them ready again.",
        subcommands = FailedCommand.Retry.class)
final class FailedCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--task", paramLabel = "TASK", description = "of this task only")
    private @Nullable String task;

    @Option(names = "--limit", paramLabel = "N", description = "how many, at most")
    private int limit = 100;

    @Override
    public Integer call() {
        try (Session session = common.open(2)) {
            ExecutionFilter failed =
                    ExecutionFilter.ALL.in(ExecutionState.FAILED).limit(limit);
            List<Execution> executions = Queue.on(session.dataSource()).list(task == null ? failed : failed.task(task));
            if (json.wanted()) {
                common.console().json(executions);
            } else {
                TextTable table = TextTable.of(">EXECUTION", "TASK", "QUEUE", ">ATTEMPT", "FAILED", "ERROR");
                executions.forEach(one -> table.row(
                        one.id(),
                        one.task(),
                        one.queue(),
                        one.attempt(),
                        Moments.local(one.finishedAt()),
                        message(one.error())));
                common.console().table(table);
            }
            return ExitCode.GOOD.code();
        }
    }

    private static String message(@Nullable ExecutionError error) {
        return error == null ? "" : String.valueOf(error.message());
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Make failed executions ready again, with all their attempts.")
    static final class Retry implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Mixin
        private JsonOption json = new JsonOption();

        @Parameters(paramLabel = "ID", arity = "1..*", description = "the executions")
        private List<Long> ids = List.of();

        @Override
        public Integer call() {
            try (Session session = common.open(2)) {
                Queue queue = Queue.on(session.dataSource());
                List<Long> retried = ids.stream().filter(queue::retry).toList();
                List<Long> others =
                        ids.stream().filter(id -> !retried.contains(id)).toList();
                if (json.wanted()) {
                    common.console().json(Map.of("retried", retried, "not_failed", others));
                } else {
                    retried.forEach(id -> common.console().line("execution " + id + " is ready again"));
                    others.forEach(
                            id -> common.console().notice("execution " + id + " is neither failed nor cancelled"));
                }
                return (others.isEmpty() ? ExitCode.GOOD : ExitCode.FAILED).code();
            }
        }
    }
}
