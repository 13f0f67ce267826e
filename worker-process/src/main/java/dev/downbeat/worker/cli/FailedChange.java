package dev.downbeat.worker.cli;

import dev.downbeat.queue.DeadLetterFilter;
import dev.downbeat.queue.DeadLetters;
import dev.downbeat.queue.Queue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does something to failed executions: to those named, or to all that the flags let through. */
abstract class FailedChange implements Callable<Integer> {
    private final String done;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private FailedOptions which = new FailedOptions();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "the executions")
    private List<Long> ids = List.of();

    @Option(names = "--all", description = "all of them, as far as no other flag says less")
    private boolean all;

    FailedChange(String done) {
        this.done = done;
    }

    @Override
    public final Integer call() {
        boolean many = all || which.given();
        if (many != ids.isEmpty()) {
            throw CommandFailure.usage(
                    "Expected the ids of executions, or flags that say which.", "Give --all to mean every one.");
        }
        DeadLetterFilter filter = which.filter(1);
        try (Session session = common.open(2)) {
            DeadLetters dead = Queue.on(session.dataSource()).deadLetters();
            return many ? tell(all(dead, filter)) : each(dead);
        }
    }

    private int tell(long count) {
        if (json.wanted()) {
            common.console().json(Map.of(done, count));
        } else {
            common.console().line("%d %s %s".formatted(count, count == 1 ? "execution" : "executions", done));
        }
        return ExitCode.GOOD.code();
    }

    private int each(DeadLetters dead) {
        List<Long> changed = ids.stream().filter(id -> one(dead, id)).toList();
        List<Long> others = ids.stream().filter(id -> !changed.contains(id)).toList();
        if (json.wanted()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put(done, changed);
            document.put("not_failed", others);
            common.console().json(document);
        } else {
            changed.forEach(id -> common.console().line("execution %d %s".formatted(id, done)));
            others.forEach(id -> common.console().notice("execution " + id + " has not failed"));
        }
        return (others.isEmpty() ? ExitCode.GOOD : ExitCode.FAILED).code();
    }

    /** Returns whether it was a failed execution. */
    abstract boolean one(DeadLetters dead, long id);

    /** Returns how many there were. */
    abstract long all(DeadLetters dead, DeadLetterFilter filter);

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Make failed executions ready again, with all their attempts; finished steps stay.")
    static final class Retry extends FailedChange {
        Retry() {
            super("retried");
        }

        @Override
        boolean one(DeadLetters dead, long id) {
            return dead.retry(id);
        }

        @Override
        long all(DeadLetters dead, DeadLetterFilter filter) {
            return dead.retryAll(filter);
        }
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            description = "Forget failed executions with all that belongs to them.")
    static final class Discard extends FailedChange {
        Discard() {
            super("discarded");
        }

        @Override
        boolean one(DeadLetters dead, long id) {
            return dead.discard(id);
        }

        @Override
        long all(DeadLetters dead, DeadLetterFilter filter) {
            return dead.discardAll(filter);
        }
    }
}
