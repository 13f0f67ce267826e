package dev.downbeat.bench.run;

import java.time.Duration;

/** A moment that several waits share. */
record Deadline(long endNanos) {
    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Returns what is left; never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }
}
