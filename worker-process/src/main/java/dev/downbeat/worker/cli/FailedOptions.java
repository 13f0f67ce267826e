package dev.downbeat.worker.cli;

import dev.downbeat.queue.DeadLetterFilter;
import dev.downbeat.worker.settings.Span;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which failed executions are meant; a picocli mixin. */
final class FailedOptions {
    @Option(names = "--task", paramLabel = "TASK", description = "of this task only")
    private @Nullable String task;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "of this queue only")
    private @Nullable String queue;

    @Option(names = "--error", paramLabel = "CLASS", description = "whose last error was of this exception class")
    private @Nullable String errorType;

    @Option(names = "--older-than", paramLabel = "TIME", description = "that failed longer ago than this: 90m, 7d")
    private @Nullable String olderThan;

    /** Whether anything narrows them down. */
    boolean given() {
        return task != null || queue != null || errorType != null || olderThan != null;
    }

    DeadLetterFilter filter(int limit) {
        Instant before = olderThan == null ? null : Instant.now().minus(Span.parse(olderThan));
        return new DeadLetterFilter(task, queue, before, errorType, 0, limit);
    }
}
