package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.testing.TestClock;
import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkerObserverIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> COUNT = Task.of("count", Integer.class);

    /** Keeps all that it is told. */
    private static final class Notebook implements WorkerObserver {

        final ConcurrentLinkedQueue<FinishedRun> runs = new ConcurrentLinkedQueue<>();
        final AtomicInteger claimed = new AtomicInteger();
        final AtomicInteger flushed = new AtomicInteger();
        final AtomicInteger stale = new AtomicInteger();
        final AtomicInteger lost = new AtomicInteger();
        final AtomicInteger stops = new AtomicInteger();
        volatile @Nullable Supplier<WorkerLoad> load;

        @Override
        public void opened(Supplier<WorkerLoad> load) {
            this.load = load;
        }

        @Override
        public void claimed(int executions, Duration took) {
            claimed.addAndGet(executions);
            assertThat(took).isPositive();
        }

        @Override
        public void ran(FinishedRun run) {
            runs.add(run);
        }

        @Override
        public void flushed(int outcomes, int stale, Duration took) {
            flushed.addAndGet(outcomes);
            this.stale.addAndGet(stale);
            assertThat(took).isPositive();
        }

        @Override
        public void leaseLost(int executions) {
            lost.addAndGet(executions);
        }

        @Override
        public void stopped() {
            stops.incrementAndGet();
        }

        WorkerLoad load() {
            return Objects.requireNonNull(load).get();
        }

        List<FinishedRun.End> ends() {
            return runs.stream().map(FinishedRun::end).toList();
        }
    }

    private final Notebook notebook = new Notebook();

    @Test
    void hearsOfEachRunAndOfEachBatch() throws Exception {
        queue.enqueueAll(IntStream.range(0, 200).mapToObj(COUNT::with).toList());

        drain(worker().observer(notebook).run(COUNT, (n, context) -> {}));

        assertThat(notebook.runs).hasSize(200).allSatisfy(run -> {
            assertThat(run.task()).isEqualTo("count");
            assertThat(run.end()).isEqualTo(FinishedRun.End.COMPLETED);
            assertThat(run.attempt()).isEqualTo(1);
            assertThat(run.ran()).isGreaterThanOrEqualTo(Duration.ZERO);
        });
        assertThat(notebook.claimed).hasValue(200);
        assertThat(notebook.flushed).hasValue(200);
        assertThat(notebook.stale).hasValue(0);
        assertThat(notebook.stops).hasValue(1);
    }

    @Test
    void learnsHowLongAFirstRunHadBeenDueAndHowLongItRan() throws Exception {
        queue.enqueue(COUNT, 1);
        number(
                "with late as (update downbeat.ready set run_at = now() - interval '30 s' returning 1) select count(*) from late");
        var nothingElse = new CountDownLatch(1);

        drain(worker().observer(notebook).run(COUNT, (n, context) -> {
            // A wait of at least this long, whatever the machine does.
            nothingElse.await(20, java.util.concurrent.TimeUnit.MILLISECONDS);
        }));

        FinishedRun run = notebook.runs.element();
        assertThat(run.waited()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        assertThat(run.ran()).isBetween(Duration.ofMillis(20), Duration.ofSeconds(20));
    }

    @Test
    void tellsRetriesFailuresAndWaitsApart() throws Exception {
        Task<Integer, @Nullable Void> flaky =
                Task.of("flaky", Integer.class).retry(RetryPolicy.fixed(2, Duration.ZERO));
        Task<Integer, @Nullable Void> sleepy = Task.of("sleepy", Integer.class);
        queue.enqueue(flaky, 1);

        drain(worker().observer(notebook).run(flaky, (n, context) -> {
            throw new IllegalStateException("as ever");
        }));
        queue.enqueue(sleepy, 1);
        for (int day = 0; day < 2; day++) {
            drain(worker().observer(notebook).run(sleepy, (n, context) -> context.sleep("night", Duration.ofHours(8))));
            new TestClock(database).advance(Duration.ofDays(1));
        }

        assertThat(notebook.ends())
                .containsExactly(
                        FinishedRun.End.RETRIED,
                        FinishedRun.End.FAILED,
                        FinishedRun.End.WAITING,
                        FinishedRun.End.COMPLETED);
        assertThat(notebook.runs)
                .extracting(FinishedRun::waited)
                .filteredOn(Objects::nonNull)
                .hasSize(2);
    }

    @Test
    void countsEachMemberOfABatch() throws Exception {
        Task<Integer, @Nullable Void> batched = COUNT.batches(10, Duration.ofMillis(50));
        queue.enqueueAll(IntStream.range(0, 25).mapToObj(batched::with).toList());

        drain(worker().observer(notebook).runBatches(batched, items -> {}));

        assertThat(notebook.ends()).hasSize(25).containsOnly(FinishedRun.End.COMPLETED);
    }

    @Test
    void seesWhatIsInHand() throws Exception {
        var inside = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        queue.enqueue(COUNT, 1);
        Worker worker = started(
                worker().settings(SETTINGS.concurrency(7)).observer(notebook).run(COUNT, (n, context) -> {
                    inside.countDown();
                    mayEnd.await();
                }));
        inside.await();

        assertThat(notebook.load()).isEqualTo(new WorkerLoad(7, 1, 1));

        mayEnd.countDown();
        worker.stop(Duration.ofSeconds(5));
        assertThat(notebook.load()).isEqualTo(new WorkerLoad(0, 0, 0));
    }

    @Test
    void hearsOfALostLease() throws Exception {
        var inside = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        queue.enqueue(COUNT, 1);
        started(worker().settings(SETTINGS.lease(SHORT_LEASE))
                .observer(notebook)
                .run(COUNT, (n, context) -> {
                    inside.countDown();
                    try {
                        never.await();
                    } finally {
                        interrupted.countDown();
                    }
                }));
        inside.await();

        number("with gone as (update downbeat.worker set ended_at = now() returning 1) select count(*) from gone");
        interrupted.await();

        assertThat(notebook.lost).hasValue(1);
        Await.get("the run is over", notebook::ends, ends -> ends.contains(FinishedRun.End.LOST));
    }

    @Test
    void throwingChangesNothing() throws Exception {
        queue.enqueueAll(IntStream.range(0, 50).mapToObj(COUNT::with).toList());
        var rude = new WorkerObserver() {
            @Override
            public void opened(Supplier<WorkerLoad> load) {
                throw new IllegalStateException("opened");
            }

            @Override
            public void claimed(int executions, Duration took) {
                throw new IllegalStateException("claimed");
            }

            @Override
            public void ran(FinishedRun run) {
                throw new NoClassDefFoundError("ran");
            }

            @Override
            public void flushed(int outcomes, int stale, Duration took) {
                throw new IllegalStateException("flushed");
            }

            @Override
            public void stopped() {
                throw new IllegalStateException("stopped");
            }
        };

        drain(worker().observer(rude).observer(notebook).run(COUNT, (n, context) -> {}));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(50);
        assertThat(notebook.runs).hasSize(50);
        assertThat(notebook.stops).hasValue(1);
    }
}
