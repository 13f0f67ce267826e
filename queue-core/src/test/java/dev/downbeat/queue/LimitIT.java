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
    void whatADeadWorkerHeldIsFreeAgain() throws Exception {
        var limited = JOB.limits(Limit.concurrency(2)).retry(RetryPolicy.fixed(3, Duration.ZERO));
        enqueue(JOB, 6, "a");
        drain(worker().run(limited.limits(Limit.concurrency(2)).windows(CLOSED), (job, context) -> {}));
        var statements = queue.installation().statements();
        try (var connection = database.dataSource().getConnection()) {
            long dead = statements.lease().take(connection, "dead", "here", 1, 10, Duration.ofHours(1));
            int[] taskIds = {queue.installation().taskId(JOB)};
            int queueId = queue.installation().queueId("jobs");
            assertThat(statements
                            .claimLimited()
                            .execute(connection, dead, queueId, taskIds, 10)
                            .claimed())
                    .hasSize(2);
            assertThat(statements
                            .claimLimited()
                            .execute(connection, dead, queueId, taskIds, 10)
                            .claimed())
                    .isEmpty();
        }
        database.execute("update downbeat.worker set lease_until = now() - interval '1 s' where name = 'dead'");
        var two = new CountDownLatch(2);

        started(worker().run(limited, (job, context) -> inPairs(job, two)));

        Await.until("all are done", () -> count(ExecutionState.COMPLETED) == 6);
        assertThat(most).hasValue(2);
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

    private static final Window CLOSED = closed();

    private static Window closed() {
        var zone = java.time.ZoneOffset.UTC;
        var day = java.time.LocalDate.now(zone).getDayOfWeek().plus(3);
        return Window.on(
                java.util.Set.of(day), java.time.LocalTime.NOON, java.time.LocalTime.NOON.plusMinutes(1), zone);
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
