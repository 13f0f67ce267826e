package dev.downbeat.queue.fault;

import dev.downbeat.schema.DatabaseUrl;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerRestartIT extends FaultTestBase {

    private static final int EXECUTIONS = 20_000;

    private final FaultServer server;

    ServerRestartIT() throws Exception {
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

    @ParameterizedTest
    @EnumSource
    void workersComeBackByThemselvesAndNothingIsLost(FaultServer.Shutdown how) throws Exception {
        List<Long> ids = enqueue(FaultTasks.STEPPED, EXECUTIONS);
        process(url);
        localWorker(url);
        until("half is done", () -> number("select count(*) from downbeat.history") >= EXECUTIONS / 2);

        server.restart(how);

        awaitAndCheck(ids, EXECUTIONS);
    }
}
