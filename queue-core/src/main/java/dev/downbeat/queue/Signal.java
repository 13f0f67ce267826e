package dev.downbeat.queue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Wakes one waiting thread; raised while nobody waits, it lets the next wait pass at once. */
final class Signal {

    private final AtomicBoolean raised = new AtomicBoolean();
    private volatile @Nullable Thread waiter;

    void raise() {
        if (!raised.get() && raised.compareAndSet(false, true)) {
            LockSupport.unpark(waiter);
        }
    }

    /** Waits until it is raised, and lowers it; for one thread only. Returns false if the time was over first. */
    boolean await(long nanos) {
        waiter = Thread.currentThread();
        long deadline = System.nanoTime() + nanos;
        while (!raised.compareAndSet(true, false)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }
}
