package dev.downbeat.queue;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A worker in a process of its own, to be killed: it stores a step, and hangs. */
final class VictimProcess {

    static final int STORED = 40;
    static final Task<Integer, Integer> TASK =
            Task.of("victim", Integer.class).returning(Integer.class).retry(RetryPolicy.fixed(3, Duration.ZERO));

    private VictimProcess() {}

    static Process start(TestDatabase database) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                VictimProcess.class.getName());
        builder.environment().put("VICTIM_URL", database.url().withSecrets());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws InterruptedException {
        DatabaseUrl url = DatabaseUrl.parse(System.getenv("VICTIM_URL"));
        try (HikariDataSource dataSource = Pool.open(url, 10)) {
            Worker.on(Queue.on(dataSource))
                    .settings(QueueTestBase.SETTINGS.lease(QueueTestBase.SHORT_LEASE))
                    .handle(TASK, (n, context) -> {
                        context.step("before the kill", Integer.class, () -> STORED);
                        new CountDownLatch(1).await();
                        return -1;
                    })
                    .build()
                    .start();
            new CountDownLatch(1).await();
        }
    }
}
