package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.Await;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limited tasks and others that stand in one queue: neither keeps the other waiting. */
class LimitBacklogIT extends LimitTestBase {

    @Test
    void aBacklogWithoutALimitDoesNotKeepALimitedTaskWaiting() throws Exception {
        var limited = new CountDownLatch(1);
        IntStream.range(0, 4).forEach(nr -> enqueue(OTHER, 5_000, "a"));
        enqueue(JOB, 1, "a");

        started(worker().settings(SETTINGS.concurrency(2))
                .run(JOB.limits(Limit.concurrency(1)), (job, context) -> limited.countDown())
                .run(OTHER, (job, context) -> java.util.concurrent.locks.LockSupport.parkNanos(1_000_000)));

        limited.await();
        assertThat(count(ExecutionState.READY)).isPositive();
    }

    @Test
    void aBacklogOfALimitedTaskKeepsNoOtherWaiting() throws Exception {
        var release = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        enqueue(JOB, 5_000, "a");
        started(worker().settings(SETTINGS.fetchBatch(50))
                .run(JOB.limits(Limit.concurrency(1)), (job, context) -> {
                    enter(job);
                    release.await();
                })
                .run(OTHER, (job, context) -> other.countDown()));
        Await.until("the limit is used up", () -> most.get() == 1);

        enqueue(OTHER, 1, "a");

        other.await();
        assertThat(count(ExecutionState.READY)).isPositive();
        release.countDown();
        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 5_001);
    }

    @Test
    void drainDoesWhatStandsBehindABacklogOfALimitedTask() throws Exception {
        enqueue(JOB, 3_000, "a");
        enqueue(OTHER, 10, "a");

        drain(worker().settings(SETTINGS.fetchBatch(50))
                .run(JOB.limits(Limit.concurrency(2)), (job, context) -> {})
                .run(OTHER, (job, context) -> {}));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(3_010);
    }

    @Test
    void drainEndsThoughSeveralTasksAreLimitedAndOneHasABacklog() throws Exception {
        enqueue(JOB, 2_000, "a");
        enqueue(OTHER, 5, "a");
        enqueue(THIRD, 5, "a");

        drain(worker().settings(SETTINGS.fetchBatch(50))
                .run(JOB.limits(Limit.concurrency(2)), (job, context) -> {})
                .run(OTHER.limits(Limit.concurrency(2)), (job, context) -> {})
                .run(THIRD, (job, context) -> {}));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(2_010);
    }

    @Test
    void drainGoesOnUntilALimitedTaskIsDone() throws Exception {
        enqueue(JOB, 20, "a");

        drain(worker().run(JOB.limits(Limit.concurrency(2)), (job, context) -> {}));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(20);
    }
}
