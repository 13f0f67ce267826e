package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitIT extends QueueTestBase {

    record Job(String tenant, String text) {}

    private static final Task<Job, @Nullable Void> JOB =
            Task.of("job", Job.class).queue("jobs");
    private static final Task<Job, @Nullable Void> OTHER =
            Task.of("other", Job.class).queue("jobs");

    private static final Task<Job, @Nullable Void> THIRD =
            Task.of("third", Job.class).queue("jobs");

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Map<String, AtomicInteger> nowByTenant = new ConcurrentHashMap<>();
    private final AtomicInteger mostOfATenant = new AtomicInteger();

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

    @Test
    void drainGoesOnUntilALimitedTaskIsDone() throws Exception {
        enqueue(JOB, 20, "a");

        drain(worker().run(JOB.limits(Limit.concurrency(2)), (job, context) -> {}));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(20);
    }

    private void inPairs(Job job, CountDownLatch two) throws InterruptedException {
        enter(job);
        two.countDown();
        two.await();
        leave(job);
    }

    private void enqueue(Task<Job, @Nullable Void> task, int count, String tenant) {
        queue.enqueueAll(IntStream.range(0, count)
                .mapToObj(nr -> task.with(new Job(tenant, "")))
                .toList());
    }

    private void enter(Job job) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        int ofTenant = nowByTenant
                .computeIfAbsent(job.tenant(), key -> new AtomicInteger())
                .incrementAndGet();
        mostOfATenant.accumulateAndGet(ofTenant, Math::max);
    }

    private void leave(Job job) {
        now.decrementAndGet();
        java.util.Objects.requireNonNull(nowByTenant.get(job.tenant())).decrementAndGet();
    }
}
