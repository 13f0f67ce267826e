package dev.downbeat.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What keeps a request from becoming one execution more; set by the methods of {@link Enqueue}. */
public sealed interface Uniqueness {

    /** Unique within the task and the sort of uniqueness; 1 to 500 characters. */
    String key();

    /**
     * At most one live execution, and if there is a period, at most one within it.
     *
     * @param period above 0 and up to 36 500 days; null to free the key with the outcome of its execution
     */
    record Deduped(
            String key, DedupePolicy policy, @Nullable Duration period) implements Uniqueness {

        public Deduped {
            Names.checkKey("dedupe key", key);
            if (period != null) {
                checkPeriod("period", period);
            }
        }
    }

    /**
     * At most one execution within the period, whether or not the first has finished.
     *
     * @param period above 0 and up to 36 500 days
     */
    record Throttled(String key, Duration period) implements Uniqueness {

        public Throttled {
            Names.checkKey("throttle key", key);
            checkPeriod("period", period);
        }
    }

    /**
     * One execution for a series of requests, once there was none for a while; the last payload wins.
     *
     * @param quiet how long there must be none; above 0 and up to 36 500 days
     * @param maxWait after the first request it runs, quiet or not; above 0 and up to 36 500 days
     */
    record Debounced(String key, Duration quiet, Duration maxWait) implements Uniqueness {

        public Debounced {
            Names.checkKey("debounce key", key);
            checkPeriod("quiet period", quiet);
            checkPeriod("maximum wait", maxWait);
        }
    }

    private static void checkPeriod(String what, Duration period) {
        Duration longest = Duration.ofDays(36_500);
        if (period.isNegative() || period.isZero() || period.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "expected a %s above 0 and up to %s, got %s".formatted(what, longest, period));
        }
    }
}
