package dev.downbeat.queue.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Backlog;
import dev.downbeat.queue.RetryPolicy;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.WorkerSettings;
import dev.downbeat.queue.testing.QueueExtension;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MetersIT {

    private static final Task<Integer, @Nullable Void> MAIL = Task.of("mail", Integer.class);
    private static final Task<Integer, @Nullable Void> FLAKY =
            Task.of("flaky", Integer.class).retry(RetryPolicy.fixed(3, Duration.ZERO));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @RegisterExtension
    final QueueExtension downbeat = QueueExtension.with(worker -> worker.observer(WorkerMeters.in(registry))
            .run(MAIL, (n, context) -> {})
            .run(FLAKY, (n, context) -> {
                throw new IllegalStateException("as ever");
            }));

    @Test
    void countsRunsByTaskAndOutcome() throws Exception {
        downbeat.queue().enqueueAll(IntStream.range(0, 120).mapToObj(MAIL::with).toList());
        downbeat.queue().enqueue(FLAKY, 1);

        downbeat.drain();

        assertThat(runs("mail", "completed")).isEqualTo(120);
        assertThat(runs("flaky", "retried")).isEqualTo(2);
        assertThat(runs("flaky", "failed")).isEqualTo(1);
        assertThat(timer("downbeat.execution.run").count()).isEqualTo(120);
        assertThat(timer("downbeat.execution.wait").count()).isBetween(1L, 120L);
        assertThat(timer("downbeat.execution.wait").takeSnapshot().histogramCounts())
                .isNotEmpty();
        assertThat(registry.get("downbeat.claim.size").summary().totalAmount()).isEqualTo(123);
        assertThat(registry.get("downbeat.flush.size").summary().totalAmount()).isEqualTo(123);
        assertThat(registry.get("downbeat.flush.stale").counter().count()).isZero();
    }

    private double runs(String task, String outcome) {
        return registry.get("downbeat.executions")
                .tag("task", task)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private Timer timer(String name) {
        return registry.get(name).tag("task", "mail").timer();
    }

    @Test
    void showsWhatAWorkerHasInHand() throws Exception {
        var inside = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        downbeat.queue().enqueue(MAIL, 1);
        try (Worker worker = Worker.on(downbeat.queue())
                .settings(WorkerSettings.DEFAULT.concurrency(9))
                .observer(WorkerMeters.in(registry))
                .run(MAIL, (n, context) -> {
                    inside.countDown();
                    mayEnd.await();
                })
                .build()) {
            worker.start();
            inside.await();

            assertThat(gauge("downbeat.worker.slots")).isEqualTo(9);
            assertThat(gauge("downbeat.worker.running")).isEqualTo(1);
            assertThat(gauge("downbeat.worker.in.flight")).isEqualTo(1);
            mayEnd.countDown();
        }
        assertThat(gauge("downbeat.worker.slots")).isZero();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void readsTheBacklogOfEachQueue() throws Exception {
        downbeat.queue().enqueue(MAIL.with(1).delay(Duration.ofSeconds(1)));
        downbeat.queue()
                .enqueueAll(IntStream.range(0, 30)
                        .mapToObj(n -> MAIL.with(n).priority(n % 3))
                        .toList());
        downbeat.queue().enqueue(Task.of("letter", Integer.class).queue("post"), 1);
        downbeat.clock().advance(Duration.ofSeconds(90));

        // At the usual interval: what a hasty one has read is stale after 300 ms, which a machine may stall for.
        try (QueueMeters reading = QueueMeters.of(downbeat.queue(), registry)) {
            assertThat(reading).isNotNull();
            await(() -> isRead("default") && isRead("post"));

            assertThat(ready("default")).isEqualTo(30);
            assertThat(ready("post")).isEqualTo(1);
            assertThat(registry.get("downbeat.queue.oldest.age")
                            .tag("queue", "default")
                            .gauge()
                            .value())
                    .isBetween(90.0, 150.0);
        }
    }

    private boolean isRead(String name) {
        Gauge age =
                registry.find("downbeat.queue.oldest.age").tag("queue", name).gauge();
        return age != null && !Double.isNaN(age.value());
    }

    private double ready(String name) {
        return registry.get("downbeat.queue.ready").tag("queue", name).gauge().value();
    }

    @Test
    void tellsNothingRatherThanWhatWas() {
        downbeat.queue().enqueue(MAIL, 1);
        try (QueueMeters reading = QueueMeters.of(downbeat.queue(), registry, Duration.ofMillis(100))) {
            assertThat(reading).isNotNull();
            await(() -> registry.find("downbeat.queue.ready")
                            .tag("queue", "default")
                            .gauge()
                    != null);
        }

        await(() -> Double.isNaN(ready("default")));
    }

    @Test
    void countsNoFurtherThanTheBound() {
        downbeat.queue()
                .enqueueAll(IntStream.range(0, Backlog.MOST + 10)
                        .mapToObj(MAIL::with)
                        .toList());

        assertThat(downbeat.queue().backlog()).singleElement().satisfies(backlog -> {
            assertThat(backlog.queue()).isEqualTo("default");
            assertThat(backlog.ready()).isEqualTo(Backlog.MOST);
            assertThat(backlog.oldest()).isPositive();
        });
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
