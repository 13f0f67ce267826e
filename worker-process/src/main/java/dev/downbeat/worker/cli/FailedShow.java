package dev.downbeat.worker.cli;

import dev.downbeat.queue.DeadLetter;
import dev.downbeat.queue.Failure;
import dev.downbeat.queue.Queue;
import dev.downbeat.worker.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show a failed execution with its payload and every failure on the way.")
final class FailedShow implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "ID", description = "the execution")
    private long id;

    @Override
    public Integer call() {
        try (Session session = common.open(2)) {
            DeadLetter letter = Queue.on(session.dataSource())
                    .deadLetters()
                    .inspect(id)
                    .orElseThrow(() ->
                            CommandFailure.usage("No failed execution has the id " + id + ".", "See: downbeat failed"));
            if (json.wanted()) {
                common.console().json(letter);
            } else {
                print(letter, common.console());
            }
            return ExitCode.GOOD.code();
        }
    }

    private static void print(DeadLetter letter, Console console) {
        var execution = letter.execution();
        console.line("execution %d of %s on %s".formatted(execution.id(), execution.task(), execution.queue()));
        console.line("payload " + execution.payload());
        for (Failure failure : letter.failures()) {
            console.line("attempt %d, worker %s, %s: %s %s"
                    .formatted(
                            failure.attempt(),
                            failure.workerId() == null ? "-" : failure.workerId(),
                            Moments.local(failure.failedAt()),
                            failure.error().type(),
                            failure.error().message()));
            if (failure.stack() != null) {
                failure.stack().lines().forEach(line -> console.line("  " + line));
            }
        }
    }
}
