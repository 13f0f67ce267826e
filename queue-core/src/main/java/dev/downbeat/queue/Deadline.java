package dev.downbeat.queue;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does something when a time has passed, unless it is closed before. Safe for any thread. */
final class Deadline implements AutoCloseable {

    // Hands out interrupts only, which take no time.
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final ScheduledFuture<?> future;
    private boolean closed;

    private Deadline(Duration after, Runnable action) {
        this.future = TIMER.schedule(() -> expire(action), after.toNanos(), TimeUnit.NANOSECONDS);
    }

    static Deadline after(Duration time, Runnable action) {
        return new Deadline(time, action);
    }

    /** Does something that takes no time when a time has passed; may be cancelled, and may be on its way all the same. */
    static ScheduledFuture<?> schedule(Duration after, Runnable action) {
        return TIMER.schedule(action, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Runs the work on this thread, and interrupts it when the time is over.
     *
     * @throws TimedOutException in place of what the work threw after that; what it returns all the same is returned
     */
    static <T extends @Nullable Object> T within(Duration time, long executionId, String what, Callable<T> work)
            throws Exception {
        Thread thread = Thread.currentThread();
        var expired = new boolean[1];
        Deadline deadline = after(time, () -> {
            expired[0] = true;
            thread.interrupt();
        });
        try {
            T value = work.call();
            deadline.close();
            return value;
        } catch (Exception e) {
            deadline.close();
            if (!expired[0]) {
                throw e;
            }
            var timedOut = new TimedOutException(executionId, what, time);
            timedOut.addSuppressed(e);
            throw timedOut;
        } finally {
            deadline.close();
            if (expired[0]) {
                Thread.interrupted();
            }
        }
    }

    private synchronized void expire(Runnable action) {
        if (!closed) {
            action.run();
        }
    }

    /** After this returns the action neither runs nor will. */
    @Override
    public synchronized void close() {
        closed = true;
        future.cancel(false);
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("downbeat-deadlines").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
