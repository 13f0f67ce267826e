package dev.downbeat.queue.fault;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionFaultsIT extends FaultTestBase {

    private static final int EXECUTIONS = 20_000;
    private static final int FAULTS = 8;

    @Test
    void bearsThatEverybodyIsTerminatedAgainAndAgain() throws Exception {
        List<Long> ids = enqueue(FaultTasks.STEPPED, EXECUTIONS);
        localWorker(url);
        localWorker(url);

        whileTheyRun(() -> number("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()"));

        awaitAndCheck(ids, EXECUTIONS);
    }

    @Test
    void bearsConnectionsThatAreCut() throws Exception {
        bears(TcpProxy::cut);
    }

    @Test
    void bearsConnectionsThatAreReset() throws Exception {
        bears(TcpProxy::reset);
    }

    @Test
    void bearsConnectionsThatFallSilent() throws Exception {
        bears(TcpProxy::fallSilent);
    }

    @Test
    void bearsAnswersThatAreLostAfterTheCommit() throws Exception {
        bears(proxy -> {
            proxy.loseAnswers(3);
            until("three answers are lost", () -> proxy.answersLeftToLose() == 0);
        });
    }

    private void bears(Fault fault) throws Exception {
        List<Long> ids = enqueue(FaultTasks.STEPPED, EXECUTIONS);
        try (TcpProxy proxy = TcpProxy.to(port())) {
            localWorker(through(proxy));
            // A second worker, on a network of its own that holds, takes over what the first one loses.
            localWorker(url);

            whileTheyRun(() -> fault.happen(proxy));

            awaitAndCheck(ids, EXECUTIONS);
        }
    }

    /** Lets the fault happen at every further eighth of the work. */
    private void whileTheyRun(Happening happening) throws Exception {
        for (int i = 1; i < FAULTS; i++) {
            long soFar = (long) EXECUTIONS * i / FAULTS;
            until("%d are done".formatted(soFar), () -> number("select count(*) from downbeat.history") >= soFar);
            happening.happen();
        }
    }

    private interface Fault {
        void happen(TcpProxy proxy) throws Exception;
    }

    private interface Happening {
        void happen() throws Exception;
    }
}
