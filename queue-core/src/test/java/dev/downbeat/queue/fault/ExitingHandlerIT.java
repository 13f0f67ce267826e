package dev.downbeat.queue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Execution;
import dev.downbeat.queue.ExecutionError;
import dev.downbeat.queue.ExecutionState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExitingHandlerIT extends FaultTestBase {

    @Test
    void failsAnExecutionThatEndsItsProcessAgainAndAgain() throws Exception {
        long id = queue.enqueue(FaultTasks.EXITING, 3).id();
        List<Long> others = enqueue(FaultTasks.PLAIN, 100);

        for (int attempt = 1; attempt <= 2; attempt++) {
            FaultWorker exiting = shortLivedProcess(url);
            assertThat(exiting.awaitDeath()).isEqualTo(3);
            endLease(exiting);
        }
        localWorker(url);

        awaitAndCheck(others, 101);
        Execution failed = queue.get(id).orElseThrow();
        assertThat(failed.state()).isEqualTo(ExecutionState.FAILED);
        assertThat(Objects.requireNonNull(failed.error()).kind()).isEqualTo(ExecutionError.Kind.CRASH);
        assertThat(failed.attempt()).isEqualTo(2);
    }
}
