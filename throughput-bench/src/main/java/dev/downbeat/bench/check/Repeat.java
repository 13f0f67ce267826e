package dev.downbeat.bench.check;

import java.util.ArrayList;
import java.util.List;

/** Times a piece of work again and again, after one time that does not count. */
final class Repeat {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private Repeat() {}

    /** A piece of work. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /**
     * Returns milliseconds for one of the units in which the work is counted.
     *
     * @param units how many the work does each time
     */
    static List<Double> millis(int times, int units, Work work) throws Exception {
        return nanos(times, work).stream()
                .map(nanos -> nanos / NANOS_PER_MILLI / units)
                .toList();
    }

    /**
     * Returns units per second.
     *
     * @param units how many the work does each time
     */
    static List<Double> perSecond(int times, int units, Work work) throws Exception {
        return nanos(times, work).stream()
                .map(nanos -> units * NANOS_PER_SECOND / nanos)
                .toList();
    }

    private static List<Double> nanos(int times, Work work) throws Exception {
        work.run();
        List<Double> nanos = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.run();
            nanos.add((double) Math.max(1, System.nanoTime() - start));
        }
        return nanos;
    }
}
