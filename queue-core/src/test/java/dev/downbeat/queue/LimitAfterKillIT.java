package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.Await;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits whose holders died. */
class LimitAfterKillIT extends LimitTestBase {

    @Test
    void ofALimitOfTwoHeldByAKilledProcessBothAreFreeAgain() throws Exception {
        reachesTwoAfterAKill(Limit.concurrency(2));
    }

    @Test
    void ofALimitByKeyHeldByAKilledProcessBothAreFreeAgain() throws Exception {
        reachesTwoAfterAKill(Limit.concurrency(2).perKey("tenant"));
    }

    private void reachesTwoAfterAKill(Limit two) throws Exception {
        queue.limit(VictimProcess.TASK, two);
        queue.enqueueAll(
                IntStream.range(0, 6).mapToObj(VictimProcess.TASK::with).toList());
        Process victim = VictimProcess.start(database);
        try {
            Await.until("the victim holds both", () -> number("select count(*) from downbeat.step") == 2);
        } finally {
            victim.destroyForcibly().waitFor();
        }
        var both = new CountDownLatch(2);

        started(worker().handle(VictimProcess.TASK, (n, context) -> {
            inPairs(new Job("", ""), both);
            return n;
        }));

        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 6);
        assertThat(most).hasValue(2);
    }
}
