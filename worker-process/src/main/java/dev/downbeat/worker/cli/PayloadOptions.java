package dev.downbeat.worker.cli;

import dev.downbeat.worker.run.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an execution is given; a picocli mixin. */
final class PayloadOptions {
    @Option(names = "--payload", paramLabel = "JSON|@FILE", description = "merged over the playbook's workload")
    private @Nullable String payload;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "one value of the payload; a.b=1 reaches deeper")
    private Map<String, String> sets = new LinkedHashMap<>();

    Map<String, @Nullable Object> payload() {
        return Payload.of(payload, sets);
    }
}
