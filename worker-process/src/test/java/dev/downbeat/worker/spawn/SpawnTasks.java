package dev.downbeat.worker.spawn;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.worker.process.TaskProvider;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tasks that spawned workers of these tests know, found as an application's own are. */
public final class SpawnTasks implements TaskProvider {
    static final String QUEUE = "spawn-test";

    /** Does nothing. */
    static final Task<Integer, @Nullable Void> QUICK =
            Task.of("spawn-test.quick", Integer.class).queue(QUEUE);

    /** Runs until the test has told it to end, by {@link #END}; an interruption fails it. */
    static final Task<Integer, @Nullable Void> UNTIL_TOLD =
            Task.of("spawn-test.until-told", Integer.class).queue(QUEUE);

    /** The statement by which a test ends {@link #UNTIL_TOLD}. */
    static final String END = "create table public.told ()";

    @Override
    public void contribute(Worker.Builder worker, Queue queue, DataSource dataSource) {
        worker.run(QUICK, (number, context) -> {}).run(UNTIL_TOLD, (number, context) -> {
            while (!isTold(dataSource)) {
                Thread.sleep(10);
            }
        });
    }

    private static boolean isTold(DataSource dataSource) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select to_regclass('public.told') is not null")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
