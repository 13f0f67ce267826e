package dev.downbeat.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.queue.Enqueue;
import dev.downbeat.queue.Enqueued;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.worker.overview.DeclaredTasks;
import dev.downbeat.worker.settings.Span;
import dev.downbeat.worker.settings.Suggestion;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "enqueue", mixinStandardHelpOptions = true, description = "Enqueue one execution of a task.")
final class EnqueueCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(index = "0", paramLabel = "TASK", description = "the task's name")
    private String task = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "JSON", description = "its payload; default: null")
    private String payload = "null";

    @Option(names = "--queue", paramLabel = "QUEUE", description = "for a task that no worker has declared yet")
    private @Nullable String queueName;

    @Option(names = "--delay", paramLabel = "TIME", description = "let it wait this long")
    private @Nullable String delay;

    @Option(names = "--priority", paramLabel = "N", description = "lower runs first; default: 0")
    private int priority;

    @Override
    public Integer call() {
        JsonNode body = payload();
        try (Session session = common.open(2)) {
            Map<String, String> queues = DeclaredTasks.read(DSL.using(session.dataSource(), SQLDialect.POSTGRES));
            Enqueue<JsonNode> request = Task.of(task, JsonNode.class)
                    .queue(queue(queues))
                    .with(body)
                    .priority(priority);
            Enqueued enqueued =
                    Queue.on(session.dataSource()).enqueue(delay == null ? request : request.delay(Span.parse(delay)));
            String outcome = enqueued.outcome().name().toLowerCase(Locale.ROOT);
            if (json.wanted()) {
                common.console().json(Map.of("id", enqueued.id(), "outcome", outcome));
            } else {
                common.console().line("execution " + enqueued.id() + " of " + task + " is " + outcome);
            }
            return ExitCode.GOOD.code();
        }
    }

    private JsonNode payload() {
        try {
            return JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readTree(payload);
        } catch (JsonProcessingException e) {
            throw CommandFailure.usage(
                            "The payload is no JSON: " + e.getOriginalMessage() + ".", "Quote it for the shell.")
                    .because(e);
        }
    }

    /** The queue that the task's workers listen on; a task that nobody has declared needs {@code --queue}. */
    private String queue(Map<String, String> declared) {
        if (queueName != null) {
            return queueName;
        }
        String queue = declared.get(task);
        if (queue == null) {
            throw CommandFailure.usage(
                    "No worker has declared a task " + task + Suggestion.among(declared.keySet(), task) + ".",
                    "Start its worker once, or name its queue with --queue.");
        }
        return queue;
    }
}
