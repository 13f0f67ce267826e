package dev.downbeat.queue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitUnderKillsIT extends FaultTestBase {

    private static final int EXECUTIONS = 1_200;

    @Test
    void keepsTheLimitAndReachesItAgainAfterItsHoldersDied() throws Exception {
        List<Long> ids = enqueue(FaultTasks.LIMITED, EXECUTIONS);
        List<FaultWorker> workers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            workers.add(process(url));
        }

        for (int i = 0; i < 2; i++) {
            long soFar = (i + 1L) * EXECUTIONS / 4;
            until("%d are done".formatted(soFar), () -> number("select count(*) from downbeat.history") >= soFar);
            workers.get(i).kill();
            endLease(workers.get(i));
        }
        long afterTheKills = Journal.now();
        List<Long> more = enqueue(FaultTasks.LIMITED, EXECUTIONS);

        awaitAndCheck(ids, 2 * EXECUTIONS);
        awaitAndCheck(more, 2 * EXECUTIONS);
        assertThat(spans().mostAtOnce(0)).isLessThanOrEqualTo(FaultTasks.LIMIT);
        assertThat(spans().mostAtOnce(afterTheKills)).isEqualTo(FaultTasks.LIMIT);
    }
}
