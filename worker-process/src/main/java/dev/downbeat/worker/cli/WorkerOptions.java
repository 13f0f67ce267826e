package dev.downbeat.worker.cli;

import dev.downbeat.worker.settings.KnownSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a worker takes part, as flags; a picocli mixin. */
final class WorkerOptions {
    @Option(names = "--queue", paramLabel = "QUEUE", description = "join this queue only; repeatable")
    private List<String> queues = List.of();

    @Option(names = "--concurrency", paramLabel = "N", description = "executions at once")
    private @Nullable String concurrency;

    @Option(names = "--fetch-batch", paramLabel = "N", description = "executions in one claim, at most")
    private @Nullable String fetchBatch;

    @Option(names = "--flush-batch", paramLabel = "N", description = "outcomes that are written at once")
    private @Nullable String flushBatch;

    @Option(names = "--flush-interval", paramLabel = "TIME", description = "an outcome waits this long, at most")
    private @Nullable String flushInterval;

    @Option(names = "--poll-interval", paramLabel = "TIME", description = "an idle worker looks again after this")
    private @Nullable String pollInterval;

    @Option(names = "--lease", paramLabel = "TIME", description = "a dead worker's executions run again after this")
    private @Nullable String lease;

    @Option(names = "--grace", paramLabel = "TIME", description = "when stopping, handlers may finish this long")
    private @Nullable String grace;

    @Option(
            names = "--http-override",
            paramLabel = "PREFIX=BASE",
            description = "send HTTP calls under the prefix to the base; repeatable")
    private Map<String, String> httpOverrides = new LinkedHashMap<>();

    /** Lets the flags that were given decide their settings. */
    void decide(CommonOptions common) {
        if (queues.stream().anyMatch(String::isBlank)) {
            throw CommandFailure.usage("--queue: expected the name of a queue, got nothing", "See: downbeat queues");
        }
        common.flag(KnownSettings.WORKER_QUEUES, queues.isEmpty() ? null : String.join(",", queues))
                .flag(KnownSettings.WORKER_CONCURRENCY, concurrency)
                .flag(KnownSettings.WORKER_FETCH_BATCH, fetchBatch)
                .flag(KnownSettings.WORKER_FLUSH_BATCH, flushBatch)
                .flag(KnownSettings.WORKER_FLUSH_INTERVAL, flushInterval)
                .flag(KnownSettings.WORKER_POLL_INTERVAL, pollInterval)
                .flag(KnownSettings.WORKER_LEASE, lease)
                .flag(KnownSettings.WORKER_GRACE, grace)
                .flag(KnownSettings.HTTP_HOST_OVERRIDES, overrides(httpOverrides));
    }

    static @Nullable String overrides(Map<String, String> pairs) {
        return pairs.isEmpty()
                ? null
                : pairs.entrySet().stream()
                        .map(pair -> pair.getKey() + "=" + pair.getValue())
                        .collect(Collectors.joining(","));
    }
}
