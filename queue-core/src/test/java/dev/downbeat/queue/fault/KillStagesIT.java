package dev.downbeat.queue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KillStagesIT extends FaultTestBase {

    private static final int EXECUTIONS = 40;

    @ParameterizedTest
    @EnumSource
    void losesAndRepeatsNothingWhereverAProcessDies(Stage stage) throws Exception {
        List<Long> ids = enqueue(FaultTasks.STEPPED, EXECUTIONS);

        FaultWorker doomed = doomedProcess(url, stage, stage == Stage.STEP_WORK ? 20 : 1);
        assertThat(doomed.awaitDeath()).isEqualTo(137);
        endLease(doomed);
        localWorker(url);

        awaitAndCheck(ids, EXECUTIONS);
        assertThat(number("select count(*) from downbeat.history where outcome = 'completed' and result::text::int"
                        + " between 3 and " + (EXECUTIONS + 2)))
                .isEqualTo(EXECUTIONS);
    }
}
