package dev.downbeat.worker.spawn;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.worker.process.TaskProvider;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tasks that spawned workers of these tests know, found as an application's own are. */
public final class SpawnTasks implements TaskProvider {
    static final String QUEUE = "spawn-test";

    /** Does nothing. */
    static final Task<Integer, @Nullable Void> QUICK =
            Task.of("spawn-test.quick", Integer.class).queue(QUEUE);

    /** Sleeps this many milliseconds; an interruption fails it. */
    static final Task<Integer, @Nullable Void> SLOW =
            Task.of("spawn-test.slow", Integer.class).queue(QUEUE);

    @Override
    public void contribute(Worker.Builder worker, Queue queue, DataSource dataSource) {
        worker.run(QUICK, (number, context) -> {})
                .run(SLOW, (millis, context) -> Thread.sleep(Duration.ofMillis(millis)));
    }
}
