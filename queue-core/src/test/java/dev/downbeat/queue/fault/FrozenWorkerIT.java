package dev.downbeat.queue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenWorkerIT extends FaultTestBase {

    private static final int EXECUTIONS = 20_000;

    @Test
    void refusesWhatAProcessFrozenForLongerThanItsLeaseReportsAfterwards() throws Exception {
        List<Long> ids = enqueue(FaultTasks.STEPPED, EXECUTIONS);
        FaultWorker frozen = process(url);
        until("it has begun", () -> number("select count(*) from downbeat.history") > 100);

        frozen.freeze();
        localWorker(url);
        until(
                "its lease is taken",
                () -> number("select count(*) from downbeat.worker where ended_at is not null and pid = "
                                + frozen.pid())
                        == 1);
        until(
                "its executions are taken",
                () -> number("select count(*) from downbeat.running r"
                                + " join downbeat.worker w on w.id = r.worker_id where w.ended_at is not null")
                        == 0);
        frozen.thaw();
        until(
                "it has registered again",
                () -> number("select count(*) from downbeat.worker where pid = " + frozen.pid()) >= 2);

        awaitAndCheck(ids, EXECUTIONS, frozen);
        assertThat(frozen.isAlive()).isTrue();
    }
}
