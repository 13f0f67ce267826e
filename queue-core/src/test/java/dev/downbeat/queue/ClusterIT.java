package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterIT extends QueueTestBase {

    private static final int EXECUTIONS = 10_000;
    private static final int WORKERS = 4;
    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);

    @Test
    void losesAndDoublesNothingAmongFourWorkers() throws Exception {
        queue.enqueueAll(IntStream.range(0, EXECUTIONS).mapToObj(TASK::with).toList());
        var runs = new AtomicIntegerArray(EXECUTIONS);
        List<HikariDataSource> pools = new ArrayList<>();
        List<Thread> drains = new ArrayList<>();

        for (int i = 0; i < WORKERS; i++) {
            HikariDataSource pool = Pool.open(database.url(), 8);
            pools.add(pool);
            Worker worker = Worker.on(Queue.on(pool))
                    .settings(SETTINGS.name("worker-" + i))
                    .run(TASK, (n, context) -> runs.incrementAndGet(n))
                    .build();
            drains.add(Thread.ofPlatform().start(() -> {
                try {
                    worker.drain();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread drain : drains) {
            drain.join();
        }
        pools.forEach(HikariDataSource::close);

        assertThat(IntStream.range(0, EXECUTIONS).map(runs::get)).containsOnly(1);
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(EXECUTIONS);
        assertThat(number("select count(distinct id) from downbeat.history")).isEqualTo(EXECUTIONS);
        assertThat(number("select count(*) from downbeat.running")).isZero();
    }
}
