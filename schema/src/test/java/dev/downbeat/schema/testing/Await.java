package dev.downbeat.schema.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits, with a limit, for what a real database or another process will show. */
public final class Await {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    /** Returns when the condition holds. */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        get(what, condition, reached -> reached);
    }

    /** Returns the first value that is as it should be. */
    public static <T> T get(String what, Callable<T> source, Predicate<T> reached) throws Exception {
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
