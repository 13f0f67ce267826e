package dev.downbeat.worker.cli;

import dev.downbeat.queue.Enqueue;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.WorkerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Does what Downbeat's processes usually do, once, so that the JVM can write down the classes they load and the methods
 * they use most: the launcher makes the start-up cache of it.
 */
@Command(name = "train", hidden = true, description = "Exercise this program while the JVM records a start-up cache.")
final class TrainCommand implements Callable<Integer> {
    private static final Task<Lesson, @Nullable Void> TASK =
            Task.of("downbeat.training", Lesson.class).queue("downbeat-training");
    private static final int EXECUTIONS = 20_000;

    /** A payload as most are: a record. */
    record Lesson(int number, String name) {}

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("downbeat-training");
        Path child = copy("training-child.yaml", folder);
        Path playbook = copy("training.yaml", folder);
        try {
            List<List<String>> lessons = List.of(
                    List.of("worker", "--wrong-flag"),
                    List.of("settings"),
                    List.of("db", "status"),
                    List.of("run", playbook.toString(), "-r", "local", "--timeout", "20s"),
                    List.of("run", playbook.toString(), "-r", "local", "--json", "--timeout", "20s"),
                    List.of("status"),
                    List.of("worker", "--drain"));
            for (List<String> lesson : lessons) {
                int code = new CommandRunner().run(lesson.toArray(String[]::new));
                common.console().notice(lesson + " ended with " + code);
            }
            drain();
            return ExitCode.GOOD.code();
        } finally {
            Files.delete(playbook);
            Files.delete(child);
            Files.delete(folder);
        }
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream text = TrainCommand.class.getResourceAsStream(resource)) {
            Files.write(file, Objects.requireNonNull(text, resource).readAllBytes());
        }
        return file;
    }

    private void drain() {
        try (Session session = common.open(8)) {
            Queue queue = Queue.on(session.dataSource());
            List<Enqueue<Lesson>> requests = new ArrayList<>();
            for (int i = 0; i < EXECUTIONS; i++) {
                requests.add(TASK.with(new Lesson(i, "lesson")));
            }
            queue.enqueueAll(requests);
            try (Worker worker = Worker.on(queue)
                    .run(TASK, (lesson, context) -> {})
                    .settings(WorkerSettings.DEFAULT.queues(Set.of(TASK.queue())))
                    .build()) {
                worker.drain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
