package dev.downbeat.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.worker.overview.DeclaredTasks;
import java.util.Map;
import org.jooq.DSLContext;
import picocli.CommandLine.Command;

/** Pauses or resumes tasks. */
class PauseTasks extends PauseCommand {
    PauseTasks(Verb verb) {
        super("task", verb);
    }

    @Override
    final Map<String, String> known(DSLContext sql) {
        return DeclaredTasks.read(sql);
    }

    @Override
    final boolean pause(Queue queue, String name, Map<String, String> known) {
        return queue.pause(task(name, known));
    }

    @Override
    final boolean resume(Queue queue, String name, Map<String, String> known) {
        return queue.resume(task(name, known));
    }

    private static Task<JsonNode, ?> task(String name, Map<String, String> queues) {
        return Task.of(name, JsonNode.class).queue(queues.getOrDefault(name, Task.DEFAULT_QUEUE));
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Let workers claim no more of a task, within 0.5 s; what runs goes on.")
    static final class Pause extends PauseTasks {
        Pause() {
            super(Verb.PAUSE);
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "End the pause of a task.")
    static final class Resume extends PauseTasks {
        Resume() {
            super(Verb.RESUME);
        }
    }
}
