package dev.downbeat.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Holds what is promised within a time, on a machine that may stall: a stall spoils one try or another, not all of them;
 * what is late by itself is late in each.
 */
final class Promptly {

    private static final int TRIES = 5;

    private Promptly() {}

    /**
     * Tries until it took no longer than the limit.
     *
     * @param attempt tells how long it took
     */
    static void within(Duration limit, Callable<Duration> attempt) throws Exception {
        List<Duration> late = new ArrayList<>();
        while (late.size() < TRIES) {
            Duration took = attempt.call();
            if (took.compareTo(limit) <= 0) {
                return;
            }
            late.add(took);
        }
        throw new AssertionError("not once within %s, but after %s".formatted(limit, late));
    }
}
