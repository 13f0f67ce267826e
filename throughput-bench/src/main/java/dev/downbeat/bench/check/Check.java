package dev.downbeat.bench.check;

import java.time.Duration;

/**
 * One check: it measures something a few times, or tells by an exception what is broken.
 *
 * @param name what people read and baselines are matched by
 * @param description one line for people
 * @param unit of its figure
 * @param direction which way is better
 * @param limit how long it may take in all
 * @param probe measures
 */
record Check(String name, String description, String unit, Direction direction, Duration limit, Probe probe) {

    /** Measures. */
    @FunctionalInterface
    interface Probe {
        /**
         * Measures on this site.
         *
         * @throws BrokenException if what is checked does not do its work
         */
        Reading read(Site site) throws Exception;
    }
}
