package dev.downbeat.queue;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what a real database will show, with a limit. */
final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        get(what, condition, reached -> reached);
    }

    static <T> T get(String what, Callable<T> source, Predicate<T> reached) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            T value = source.call();
            if (reached.test(value)) {
                return value;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not reached within %s: %s, last seen %s".formatted(LIMIT, what, value));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
