package dev.downbeat.worker.cli;

import dev.downbeat.queue.Queue;
import dev.downbeat.worker.overview.QueueDepths;
import java.util.Map;
import org.jooq.DSLContext;
import picocli.CommandLine.Command;

/** Pauses or resumes queues. */
class PauseQueues extends PauseCommand {
    PauseQueues(Verb verb) {
        super("queue", verb);
    }

    @Override
    final Map<String, String> known(DSLContext sql) {
        return QueueDepths.names(sql);
    }

    @Override
    final boolean pause(Queue queue, String name, Map<String, String> known) {
        return queue.pause(name);
    }

    @Override
    final boolean resume(Queue queue, String name, Map<String, String> known) {
        return queue.resume(name);
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = "Let workers claim no more of a queue, within 0.5 s; what runs goes on.")
    static final class Pause extends PauseQueues {
        Pause() {
            super(Verb.PAUSE);
        }
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "End the pause of a queue.")
    static final class Resume extends PauseQueues {
        Resume() {
            super(Verb.RESUME);
        }
    }
}
