package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitByKeyIT extends LimitTestBase {

    @Test
    void eachKeyHasItsOwnLimit() throws Exception {
        var limited = JOB.limits(Limit.concurrency(1).perKey("tenant"));
        var both = new CountDownLatch(2);
        enqueue(JOB, 5, "a");
        enqueue(JOB, 5, "b");
        started(worker().run(limited, (job, context) -> {
            enter(job);
            both.countDown();
            both.await();
            leave(job);
        }));

        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 10);

        assertThat(mostOfATenant).hasValue(1);
    }

    @Test
    void aKeyInALargePayloadCountsToo() throws Exception {
        var limited = JOB.limits(Limit.concurrency(1).perKey("tenant"));
        IntStream.range(0, 4).forEach(nr -> queue.enqueue(JOB, new Job("a", "x".repeat(5_000))));
        started(worker().run(limited, (job, context) -> {
            enter(job);
            leave(job);
        }));

        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 4);

        assertThat(mostOfATenant).hasValue(1);
    }

    @Test
    void aKeyBehindThousandsOfAnotherIsFound() throws Exception {
        var release = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        enqueue(JOB, 9_000, "a");
        enqueue(JOB, 1, "b");

        started(worker().run(JOB.limits(Limit.concurrency(1).perKey("tenant")), (job, context) -> {
            if (job.tenant().equals("b")) {
                other.countDown();
            } else {
                release.await();
            }
        }));

        other.await();
        queue.pause(JOB);
        release.countDown();
    }
}
