package dev.downbeat.queue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.schema.Pool;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmptyPoolIT extends FaultTestBase {

    private static final Task<Integer, @Nullable Void> GREEDY = Task.of("fault-greedy", Integer.class);

    @Test
    void goesOnWhileHandlersHoldEveryConnectionOfItsPool() throws Exception {
        enqueue(GREEDY, 2_000);
        try (HikariDataSource pool = Pool.open(url, 10)) {
            Worker worker = Worker.on(Queue.on(pool))
                    .settings(FaultWorker.settings("greedy").concurrency(50))
                    .run(GREEDY, (n, context) -> {
                        try (Connection connection = pool.getConnection();
                                var statement = connection.createStatement()) {
                            statement.execute("select pg_sleep(0.002)");
                        }
                    })
                    .build();

            worker.drain();
        }

        assertThat(number("select count(*) from downbeat.history where outcome = 'completed'"))
                .isEqualTo(2_000);
        assertThat(number("select count(*) from downbeat.failure")).isZero();
    }
}
