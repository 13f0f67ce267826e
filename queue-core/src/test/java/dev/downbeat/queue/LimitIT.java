package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.Await;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LimitIT extends LimitTestBase {

    @Test
    void ofTenReadyFourRunAtOnceAndNeverMoreOnTwoWorkers() throws Exception {
        var limited = JOB.limits(Limit.concurrency(4));
        var four = new CountDownLatch(4);
        var go = new CountDownLatch(1);
        enqueue(JOB, 10, "a");
        for (int i = 0; i < 2; i++) {
            started(worker().run(limited, (job, context) -> {
                enter(job);
                four.countDown();
                go.await();
                leave(job);
            }));
        }

        four.await();
        assertThat(number("select count(*) from downbeat.running")).isEqualTo(4);
        go.countDown();

        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 10);
        assertThat(most).hasValue(4);
    }

    @Test
    void manyAreDoneUnderASmallLimitWithoutExceedingIt() throws Exception {
        var limited = JOB.limits(Limit.concurrency(3));
        enqueue(JOB, 300, "a");
        for (int i = 0; i < 3; i++) {
            started(worker().run(limited, (job, context) -> {
                enter(job);
                leave(job);
            }));
        }

        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 300);

        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void aQueuesLimitCoversAllItsTasks() throws Exception {
        queue.limit("jobs", Limit.concurrency(2));
        var two = new CountDownLatch(2);
        enqueue(JOB, 5, "a");
        enqueue(OTHER, 5, "a");
        started(worker().run(JOB, (job, context) -> inPairs(job, two)).run(OTHER, (job, context) -> inPairs(job, two)));

        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 10);

        assertThat(most).hasValue(2);
    }

    @Test
    void whatOneWorkerDoesNotUseAnotherGets() throws Exception {
        var limited = JOB.limits(Limit.concurrency(4));
        var release = new CountDownLatch(1);
        enqueue(JOB, 1, "a");
        started(worker().run(limited, (job, context) -> {
            enter(job);
            release.await();
            leave(job);
        }));
        Await.until("one runs here", () -> now.get() == 1);
        started(worker().run(limited, (job, context) -> {
            enter(job);
            release.await();
            leave(job);
        }));

        enqueue(JOB, 9, "a");

        Await.until("four run at once", () -> now.get() == 4);
        release.countDown();
        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 10);
        assertThat(most).hasValue(4);
    }

    @Test
    void aLimitThatIsLoweredHoldsForWhatStartsThen() throws Exception {
        queue.limit(JOB, Limit.concurrency(8));
        var more = new java.util.concurrent.Semaphore(0);
        enqueue(JOB, 24, "a");
        started(worker().run(JOB, (job, context) -> {
            enter(job);
            more.acquire();
            leave(job);
        }));
        Await.until("eight run", () -> now.get() == 8);

        queue.limit(JOB, Limit.concurrency(2));
        // It is looked at twice a second.
        Await.until("the share is two", () -> number("select sum(slots) from downbeat.limit_share") == 2);
        most.set(0);
        more.release(8);
        Await.until("two run", () -> now.get() == 2);
        more.release(16);

        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 24);
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void aLimitThatIsLiftedHoldsNothingBack() throws Exception {
        queue.limit("jobs", Limit.concurrency(1));
        queue.limit("jobs");
        var three = new CountDownLatch(3);
        enqueue(JOB, 3, "a");

        drain(worker().run(JOB, (job, context) -> {
            three.countDown();
            three.await();
        }));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(3);
    }
}
