package dev.downbeat.bench.run;

/** From one moment to another, in microseconds since the epoch. */
record Span(long startMicros, long endMicros) {
    double millis() {
        return Math.max(1, endMicros - startMicros) / 1000.0;
    }

    long micros() {
        return Math.max(0, endMicros - startMicros);
    }
}
