package dev.downbeat.queue.metrics;

import java.time.Duration;

/** The bounds between which measurements are counted: few and fixed, so that percentiles can be taken over many workers. */
final class Buckets {

    /** From a fast handler to a slow one. */
    static final Duration[] RUN =
            millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);

    /** From an idle worker to a backlog of an hour. */
    static final Duration[] WAIT =
            millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000);

    /** One statement and its way there and back. */
    static final Duration[] STATEMENT = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000);

    /** Rows of one statement. */
    static final double[] SIZE = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000};

    private Buckets() {}

    private static Duration[] millis(int... millis) {
        var bounds = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++) {
            bounds[i] = Duration.ofMillis(millis[i]);
        }
        return bounds;
    }
}
