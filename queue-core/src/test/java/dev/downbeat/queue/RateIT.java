package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.testing.TestClock;
import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateIT extends LimitTestBase {

    @Test
    void bucketsThatAreFullAgainAreForgotten() throws Exception {
        var clock = new TestClock(database);
        var limited = JOB.limits(Limit.rate(5, Duration.ofMinutes(1)).perKey("tenant"));
        enqueue(JOB, 1, "a");
        drain(worker().run(limited, (job, context) -> {}));

        clock.advance(Duration.ofMinutes(2));
        enqueue(JOB, 1, "b");
        drain(worker().run(limited, (job, context) -> {}));

        assertThat(number("select count(*) from downbeat.rate_bucket where key = 'a'"))
                .isZero();
        assertThat(number("select count(*) from downbeat.rate_bucket where key = 'b'"))
                .isEqualTo(1);
    }

    @Test
    void aRateAllowsItsAmountAtOnceAndThenFillsUpEvenly() throws Exception {
        var clock = new TestClock(database);
        clock.set(Instant.parse("2030-06-01T12:00:00Z"));
        enqueue(JOB, 10, "a");
        started(worker().run(JOB.limits(Limit.rate(3, Duration.ofHours(1))), (job, context) -> {}));
        Await.until("the bucket is empty", () -> count(ExecutionState.COMPLETED) == 3);

        clock.advance(Duration.ofMinutes(21));
        Await.until("one more", () -> count(ExecutionState.COMPLETED) == 4);

        clock.advance(Duration.ofHours(9));
        Await.until("a bucketful more", () -> count(ExecutionState.COMPLETED) == 7);
        assertThat(count(ExecutionState.READY)).isEqualTo(3);
    }

    @Test
    void eachKeyHasItsOwnRate() throws Exception {
        new TestClock(database).set(Instant.parse("2030-06-01T12:00:00Z"));
        enqueue(JOB, 4, "a");
        enqueue(JOB, 1, "b");
        started(worker().run(
                        JOB.limits(Limit.rate(2, Duration.ofDays(1)).perKey("tenant")), (job, context) -> enter(job)));

        Await.until("two and one", () -> count(ExecutionState.COMPLETED) == 3);

        assertThat(nowByTenant.get("a")).hasValue(2);
        assertThat(nowByTenant.get("b")).hasValue(1);
    }

    @Test
    void allWorkersDrawOnTheSameBucket() throws Exception {
        var clock = new TestClock(database);
        clock.set(Instant.parse("2030-06-01T12:00:00Z"));
        enqueue(JOB, 20, "a");
        for (int i = 0; i < 3; i++) {
            started(worker().run(JOB.limits(Limit.rate(4, Duration.ofHours(1))), (job, context) -> {}));
        }
        Await.until("the bucket is empty", () -> count(ExecutionState.COMPLETED) == 4);

        clock.advance(Duration.ofMinutes(16));
        Await.until("one more", () -> count(ExecutionState.COMPLETED) == 5);
        clock.advance(Duration.ofHours(9));
        Await.until("a bucketful more", () -> count(ExecutionState.COMPLETED) == 9);

        assertThat(count(ExecutionState.READY)).isEqualTo(11);
    }
}
