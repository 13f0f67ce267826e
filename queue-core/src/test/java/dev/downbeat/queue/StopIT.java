package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StopIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);

    @Test
    void letsARunningHandlerFinish() throws Exception {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        long id = queue.enqueue(TASK, 1).id();
        Worker worker = started(worker().run(TASK, (n, context) -> {
            running.countDown();
            release.await();
        }));
        running.await();

        var stopper = Thread.startVirtualThread(() -> worker.stop(Duration.ofSeconds(20)));
        release.countDown();
        stopper.join();

        assertThat(worker.stopped()).isCompleted();
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.COMPLETED);
    }

    @Test
    void givesBackWhatWasPrefetchedAndWhatItInterruptedWithoutBurningAttempts() throws Exception {
        var running = new CountDownLatch(1);
        queue.enqueueAll(IntStream.range(0, 50).mapToObj(TASK::with).toList());
        Worker worker = started(worker().settings(SETTINGS.concurrency(2)).run(TASK, (n, context) -> {
            if (n < 10) {
                context.step("quick", Integer.class, () -> n);
                return;
            }
            running.countDown();
            new CountDownLatch(1).await();
        }));
        running.await();

        worker.stop(Duration.ofSeconds(2));

        worker.stopped().get();
        assertThat(number("select count(*) from downbeat.running")).isZero();
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(10);
        assertThat(queue.list(ExecutionFilter.ALL.in(ExecutionState.READY)))
                .hasSize(40)
                .allSatisfy(ready -> assertThat(ready.attempt()).isEqualTo(1));
    }

    @Test
    void keepsTheExecutionWhileTheThreadOfAStubbornHandlerLives() throws Exception {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var others = new AtomicInteger();
        long id = queue.enqueue(TASK, 1).id();
        WorkerSettings settings = SETTINGS.lease(SHORT_LEASE);
        Worker stubborn = started(worker().settings(settings).run(TASK, (n, context) -> {
            running.countDown();
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    // as bad handlers do
                }
            }
        }));
        running.await();

        boolean clean = stubborn.stop(Duration.ofMillis(500));
        started(worker().run(TASK, (n, context) -> others.incrementAndGet()));
        long until = System.nanoTime() + SHORT_LEASE.plusSeconds(1).toNanos();
        Await.until("more than a lease has passed", () -> System.nanoTime() > until);

        assertThat(clean).isFalse();
        assertThat(others).hasValue(0);
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.RUNNING);
        release.countDown();
        stubborn.stopped().get();
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.COMPLETED);
        assertThat(others).hasValue(0);
    }

    @Test
    void losesAndDoublesNothingWhenWorkersStartAndStopAllTheTime() throws Exception {
        var runs = new AtomicInteger();
        int executions = 2_000;
        queue.enqueueAll(IntStream.range(0, executions).mapToObj(TASK::with).toList());
        Action<Integer> action = (n, context) -> runs.incrementAndGet();

        for (int round = 0; round < 8; round++) {
            Worker first = worker().settings(SETTINGS.concurrency(4).fetchBatch(20))
                    .run(TASK, action)
                    .build();
            Worker second = worker().settings(SETTINGS.concurrency(4).fetchBatch(20))
                    .run(TASK, action)
                    .build();
            first.start();
            second.start();
            first.stop(Duration.ofSeconds(5));
            second.stop(Duration.ofSeconds(5));
            assertThat(number("select count(*) from downbeat.running")).isZero();
        }
        drain(worker().run(TASK, action));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(executions);
        assertThat(runs).hasValue(executions);
        assertThat(number("select count(*) from downbeat.worker where ended_at is null or swept_at is null"))
                .isZero();
    }

    @Test
    void leavesToTheRescuerWhatItMayHaveClaimedWithoutKnowing() throws Exception {
        // The claim's, and that of the look for what it took.
        var lost = new LostAnswers("into downbeat.running", "ended_at is null for update");
        queue.enqueueAll(IntStream.range(0, 5).mapToObj(TASK::with).toList());
        var runs = new AtomicInteger();
        Worker worker = started(Worker.on(Queue.on(lost.over(database.dataSource())))
                .settings(SETTINGS)
                .run(TASK, (n, context) -> runs.incrementAndGet()));
        lost.await();

        worker.stop(Duration.ofSeconds(20));

        assertThat(number("select count(*) from downbeat.running")).isEqualTo(5);
        assertThat(number("select count(*) from downbeat.worker where ended_at is not null and swept_at is null"))
                .isEqualTo(1);
        started(worker().run(TASK, (n, context) -> runs.incrementAndGet()));
        Await.until("the others ran them", () -> count(ExecutionState.COMPLETED) == 5);
        assertThat(runs).hasValue(5);
    }

    @Test
    void leavesNothingToTheRescuerWhenItKnowsThatItHoldsNothing() throws Exception {
        queue.enqueueAll(IntStream.range(0, 50).mapToObj(TASK::with).toList());

        drain(worker().run(TASK, (n, context) -> {}));

        assertThat(number("select count(*) from downbeat.worker where swept_at is null"))
                .isZero();
    }

    @Test
    void stopsTwiceAndWithoutAStart() {
        Worker never = worker().run(TASK, (n, context) -> {}).build();
        Worker twice = started(worker().run(TASK, (n, context) -> {}));

        assertThat(never.stop(Duration.ofSeconds(1))).isTrue();
        assertThat(twice.stop(Duration.ofSeconds(1))).isTrue();
        assertThat(twice.stop(Duration.ofSeconds(1))).isTrue();
    }

    @Test
    void throwsWhenItCannotStart() {
        DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://127.0.0.1:1/none");
        try (HikariDataSource nowhere = Pool.open(url, 8, config -> config.setConnectionTimeout(1_000))) {
            Worker worker =
                    Worker.on(Queue.on(nowhere)).run(TASK, (n, context) -> {}).build();

            assertThatThrownBy(worker::start).isInstanceOf(WorkerStartException.class);

            assertThat(worker.started()).isCompletedExceptionally();
            assertThat(worker.stopped()).isCompleted();
        }
    }

    @Test
    void refusesAPoolInWhichItWouldWaitForItself() {
        try (HikariDataSource small = Pool.open(database.url(), 5)) {
            Worker worker =
                    Worker.on(Queue.on(small)).run(TASK, (n, context) -> {}).build();

            assertThatThrownBy(worker::start)
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("the pool is too small for a worker: connections=5, needed=6");
        }
    }

    @Test
    void startsOnTheSmallestPoolThatIsEnough() throws Exception {
        queue.enqueue(TASK, 1);
        try (HikariDataSource small = Pool.open(database.url(), 6);
                Worker worker =
                        Worker.on(Queue.on(small)).run(TASK, (n, context) -> {}).build()) {
            worker.drain();
        }

        assertThat(number("select count(*) from downbeat.history where outcome = 'completed'"))
                .isEqualTo(1);
    }

    @Test
    void startsEightWorkersAtOnceOnAFreshInstallation() throws Exception {
        List<Worker> workers = new ArrayList<>();
        List<Thread> starters = new ArrayList<>();
        List<HikariDataSource> pools = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            HikariDataSource pool = Pool.open(database.url(), 8);
            pools.add(pool);
            Worker worker = Worker.on(Queue.on(pool))
                    .settings(SETTINGS)
                    .run(TASK, (n, context) -> {})
                    .build();
            workers.add(worker);
            starters.add(Thread.startVirtualThread(worker::start));
        }
        for (Thread starter : starters) {
            starter.join();
        }

        assertThat(workers).allSatisfy(worker -> worker.started().get());
        workers.forEach(Worker::close);
        pools.forEach(HikariDataSource::close);
        assertThat(number("select count(*) from downbeat.task")).isEqualTo(1);
    }

    @Test
    void stopsWithinItsGraceThoughMuchIsPrefetchedAndAllUsesSteps() throws Exception {
        int all = 3_000;
        int slots = 4;
        var firsts = new ConcurrentHashMap<Integer, AtomicInteger>();
        var begun = new AtomicInteger();
        var hold = new AtomicBoolean(true);
        queue.enqueueAll(IntStream.range(0, all).mapToObj(TASK::with).toList());
        Action<Integer> action = (n, context) -> {
            begun.incrementAndGet();
            context.step(
                    "first",
                    Integer.class,
                    () -> firsts.computeIfAbsent(n, key -> new AtomicInteger()).incrementAndGet());
            context.step("second", Integer.class, () -> {
                if (hold.get() && begun.get() > 300) {
                    new CountDownLatch(1).await();
                }
                return n;
            });
        };
        Worker worker = started(worker().settings(SETTINGS.concurrency(slots)).run(TASK, action));
        // For half a second more is claimed than hangs; then it gives that back by itself.
        Await.until(
                "all slots hang", () -> begun.get() > 300 && count(ExecutionState.COMPLETED) + slots == begun.get());
        long before = System.nanoTime();

        worker.stop(Duration.ofSeconds(3));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        worker.stopped().get();
        assertThat(number("select count(*) from downbeat.running")).isZero();
        int begunByThen = begun.get();
        hold.set(false);
        drain(worker().run(TASK, action));
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(all);
        assertThat(firsts.values())
                .hasSize(all)
                .allSatisfy(times -> assertThat(times).hasValue(1));
        assertThat(begun.get() - begunByThen).isEqualTo(all - begunByThen + slots);
        assertThat(queue.list(ExecutionFilter.ALL.limit(all)))
                .allSatisfy(done -> assertThat(done.attempt()).isEqualTo(1));
    }
}
