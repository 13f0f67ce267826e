package dev.downbeat.queue.metrics;

import dev.downbeat.queue.Backlog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What was last read of one queue; not a number once that is too old. Written by one thread, read by any. */
final class QueueGauges {

    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private record Reading(Backlog backlog, long atNanos) {}

    private final long goodForNanos;
    private volatile @Nullable Reading last;

    QueueGauges(long goodForNanos) {
        this.goodForNanos = goodForNanos;
    }

    void set(Backlog backlog, long atNanos) {
        last = new Reading(backlog, atNanos);
    }

    double ready() {
        Backlog fresh = fresh();
        return fresh == null ? Double.NaN : fresh.ready();
    }

    double oldestSeconds() {
        Backlog fresh = fresh();
        return fresh == null ? Double.NaN : fresh.oldest().toNanos() / NANOS;
    }

    private @Nullable Backlog fresh() {
        Reading reading = last;
        return reading == null || System.nanoTime() - reading.atNanos > goodForNanos ? null : reading.backlog;
    }
}
