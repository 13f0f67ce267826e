package dev.downbeat.queue.metrics;

import dev.downbeat.queue.Backlog;
import dev.downbeat.queue.Queue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of what waits in the queues of an installation: how many are ready, and for how long. One statement every few
 * seconds reads them all, on a thread of its own and a connection of the queue's pool; a scrape waits for nothing.
 *
 * <p>What has not been read for three intervals, because the database does not answer, is told as NaN rather than as it was.
 * At most 200 queues. Safe for any thread; the registry stays the caller's.
 */
public final class QueueMeters implements AutoCloseable {

    /** The usual interval. */
    public static final Duration EVERY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(QueueMeters.class);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int MISSED_READS = 3;

    private final Queue queue;
    private final MeterRegistry registry;
    private final long everyNanos;
    private final CountDownLatch closed = new CountDownLatch(1);

    // Of the reading thread alone.
    private final Map<String, QueueGauges> gauges = new HashMap<>();
    private boolean failing;

    private QueueMeters(Queue queue, MeterRegistry registry, Duration every) {
        this.queue = queue;
        this.registry = registry;
        this.everyNanos = every.toNanos();
    }

    /** Begins to read every 10 s, the first time at once. */
    public static QueueMeters of(Queue queue, MeterRegistry registry) {
        return of(queue, registry, EVERY);
    }

    /**
     * Begins to read, the first time at once, until the close.
     *
     * @param every at least 100 ms
     */
    public static QueueMeters of(Queue queue, MeterRegistry registry, Duration every) {
        if (every.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "expected an interval of at least %s, got %s".formatted(SHORTEST, every));
        }
        var meters = new QueueMeters(queue, registry, every);
        Thread.ofPlatform().daemon().name("downbeat-queue-meters").start(meters::run);
        return meters;
    }

    private void run() {
        try {
            do {
                read();
            } while (!closed.await(everyNanos, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            List<Backlog> backlog = queue.backlog();
            long now = System.nanoTime();
            backlog.forEach(
                    of -> gauges.computeIfAbsent(of.queue(), this::register).set(of, now));
            failing = false;
        } catch (RuntimeException e) {
            // Again and again while the database is away: the workers say so themselves.
            if (!failing) {
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("The backlog was not read, will be tried again");
            }
            failing = true;
        }
    }

    private QueueGauges register(String name) {
        var of = new QueueGauges(everyNanos * MISSED_READS);
        Gauge.builder("downbeat.queue.ready", of, QueueGauges::ready)
                .description("Executions that are ready, up to " + Backlog.MOST)
                .tag("queue", name)
                .strongReference(true)
                .register(registry);
        TimeGauge.builder("downbeat.queue.oldest.age", () -> of.oldestSeconds(), TimeUnit.SECONDS)
                .description("How long the oldest ready execution has been due, by the database's clock")
                .tag("queue", name)
                .strongReference(true)
                .register(registry);
        return of;
    }

    /** Reads no more; the meters stay, and tell NaN from then on. */
    @Override
    public void close() {
        closed.countDown();
    }
}
