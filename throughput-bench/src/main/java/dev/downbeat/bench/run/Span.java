package dev.downbeat.bench.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From one moment to another, in microseconds since the epoch. */
record Span(long startMicros, long endMicros) {
    static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    double millis() {
        return Math.max(1, endMicros - startMicros) / 1000.0;
    }

    long micros() {
        return Math.max(0, endMicros - startMicros);
    }
}
