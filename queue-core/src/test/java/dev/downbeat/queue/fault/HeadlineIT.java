package dev.downbeat.queue.fault;

import dev.downbeat.schema.DatabaseUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many executions, workers that are killed at random, a server that crashes in the middle. */
class HeadlineIT extends FaultTestBase {

    private static final int WORKERS = 4;

    private final FaultServer server;

    HeadlineIT() throws Exception {
        server = FaultServer.start();
    }

    @Override
    DatabaseUrl createDatabase() {
        return server.url();
    }

    @Override
    void dropDatabase() throws Exception {
        server.close();
    }

    @Test
    void losesDoublesAndStrandsNothingOfAFewThousand() throws Exception {
        run(20_000, 3);
    }

    @Test
    @Tag("faults")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void losesDoublesAndStrandsNothingOfAMillion() throws Exception {
        run(1_000_000, 20);
    }

    private void run(int executions, int kills) throws Exception {
        List<Long> ids = enqueue(FaultTasks.PLAIN, executions);
        List<FaultWorker> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(process(url));
        }
        var random = new Random(executions);
        for (int kill = 1; kill <= kills; kill++) {
            long soFar = (long) executions * kill / (kills + 2);
            until(soFar + " are done", Duration.ofMinutes(3), () -> done() >= soFar);
            int victim = random.nextInt(WORKERS);
            workers.get(victim).kill();
            workers.set(victim, process(url));
            if (kill == kills / 2) {
                server.restart(FaultServer.Shutdown.IMMEDIATE);
            }
        }

        until("all are done", Duration.ofMinutes(5), () -> done() >= executions);
        awaitAndCheck(ids, executions);
    }

    private long done() throws Exception {
        return number("select count(*) from downbeat.history");
    }
}
