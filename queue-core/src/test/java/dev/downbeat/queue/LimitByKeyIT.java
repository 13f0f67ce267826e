package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.schema.testing.Await;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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

    /** It looks at ten, then at ten more, and so on: what a key has used up in the first look is used up in the second. */
    @Test
    void oneClaimLooksOnUntilItHasEnough() throws Exception {
        queue.limit(
                JOB,
                Limit.concurrency(3).perKey("tenant"),
                Limit.rate(2, Duration.ofDays(1)).perKey("tenant"));
        enqueue(JOB, 8, "a");
        enqueue(JOB, 1, "b");
        enqueue(JOB, 8, "a");
        enqueue(JOB, 30, "c");
        IntStream.range(0, 20).forEach(nr -> enqueue(JOB, 1, "d" + nr));

        List<Claimed> claimed = claim(10);

        assertThat(claimed)
                .extracting(one -> String.valueOf(one.payload()).replaceAll(".*\"tenant\": \"(\\w+)\".*", "$1"))
                .containsExactly("a", "a", "b", "c", "c", "d0", "d1", "d2", "d3", "d4");
        assertThat(number("select count(*) from downbeat.rate_bucket where tokens < 1 and key in ('a', 'c')"))
                .isEqualTo(2);
        assertThat(claim(1)).hasSize(1);
    }

    private List<Claimed> claim(int want) throws SQLException {
        var installation = queue.installation();
        int[] tasks = {installation.taskId(JOB)};
        try (Claimant claimant = Claimant.on(queue)) {
            return installation
                    .statements()
                    .claimLimited()
                    .execute(
                            claimant.connection(),
                            claimant.workerId(),
                            installation.queueId("jobs"),
                            tasks,
                            Claim.Place.HEAD,
                            want)
                    .claimed();
        }
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
