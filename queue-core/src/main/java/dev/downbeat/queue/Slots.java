package dev.downbeat.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs claimed executions, at most {@code concurrency} at once, in the order in which they came. Each slot has a virtual
 * thread while it is in use, which goes on with the next, so that nothing waits for a claim while something is buffered:
 * to begin a thread costs more than to run what is short. Safe for any thread.
 */
final class Slots {

    private static final ThreadFactory THREADS =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    // For so long a slot keeps its processor from others, as far as its work lets it.
    private static final long TURN_NANOS = Duration.ofMillis(10).toNanos();

    private final int concurrency;
    private final ConcurrentLinkedQueue<SlotWork> buffer = new ConcurrentLinkedQueue<>();
    private final AtomicInteger buffered = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong finished = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private volatile boolean closed;
    // When the buffer is down to this, onRoom is called once; -1 if nobody waits for room.
    private final AtomicInteger wakeAt = new AtomicInteger(-1);
    private @Nullable Runnable onRoom;
    private @Nullable Runnable onIdle;

    Slots(int concurrency) {
        this.concurrency = concurrency;
    }

    /** Sets who is told of room and of idleness; before the first offer. */
    void listen(Runnable onRoom, Runnable onIdle) {
        this.onRoom = onRoom;
        this.onIdle = onIdle;
    }

    void offer(List<? extends SlotWork> runs) {
        buffered.addAndGet(runs.size());
        buffer.addAll(runs);
        while (startAnother()) {
            // until the slots or the buffer are used up
        }
    }

    /** Returns whether a slot was free and something was buffered. */
    private boolean startAnother() {
        int now = running.get();
        if (now >= concurrency || buffer.isEmpty() || closed) {
            return false;
        }
        if (!running.compareAndSet(now, now + 1)) {
            return true;
        }
        SlotWork next = buffer.poll();
        if (next == null) {
            running.decrementAndGet();
            return !buffer.isEmpty();
        }
        start(next);
        return true;
    }

    private void start(SlotWork work) {
        buffered.decrementAndGet();
        THREADS.newThread(() -> runFrom(work)).start();
    }

    /** Runs the work, and what follows it on this slot until nothing does. */
    private void runFrom(SlotWork first) {
        long turn = System.nanoTime();
        SlotWork work = first;
        while (work != null) {
            SlotWork done = work;
            boolean well = false;
            try {
                done.run();
                well = true;
            } finally {
                work = next(well);
                done.left();
            }
            forget();
            if (work != null && System.nanoTime() - turn > TURN_NANOS) {
                giveWay();
                turn = System.nanoTime();
            }
        }
    }

    /** What comes next on this thread finds neither what was logged with nor who interrupted it. */
    private static void forget() {
        MDC.clear();
        Thread.interrupted();
    }

    /**
     * Lets others have the processor. Not by a yield, nor by another thread: the scheduler of virtual threads prefers what
     * began on a processor to what comes from outside, and whoever was woken from a read or a sleep would wait for as long
     * as there is work.
     */
    private static void giveWay() {
        LockSupport.parkNanos(1);
    }

    /** The slot goes to the next; returns it if it is to run on this thread, else another has it, or there is none. */
    private @Nullable SlotWork next(boolean here) {
        finished.incrementAndGet();
        SlotWork next = closed ? null : buffer.poll();
        if (next == null) {
            running.decrementAndGet();
            while (startAnother()) {
                // something came between the look and the release of the slot
            }
        } else if (here) {
            buffered.decrementAndGet();
        } else {
            start(next);
        }
        tellRoom();
        if (running.get() == 0) {
            tellIdle();
        }
        return here ? next : null;
    }

    private void tellRoom() {
        int threshold = wakeAt.get();
        if (threshold >= 0 && buffered.get() <= threshold && wakeAt.compareAndSet(threshold, -1) && onRoom != null) {
            onRoom.run();
        }
    }

    private void tellIdle() {
        if (onIdle != null) {
            onIdle.run();
        }
        if (closed) {
            lock.lock();
            try {
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Asks to be told when the buffer is down to the threshold; once. */
    void wakeAt(int threshold) {
        wakeAt.set(threshold);
        if (free() > 0) {
            tellRoom();
        }
    }

    int free() {
        return Math.max(0, concurrency - running.get());
    }

    int buffered() {
        return buffered.get();
    }

    long finishedCount() {
        return finished.get();
    }

    boolean isIdle() {
        return running.get() == 0 && buffered.get() == 0;
    }

    /** Takes back everything that has not started. */
    List<ExecutionRun> takeBuffered() {
        var taken = new ArrayList<ExecutionRun>();
        for (SlotWork work = buffer.poll(); work != null; work = buffer.poll()) {
            buffered.decrementAndGet();
            taken.addAll(work.members());
        }
        return taken;
    }

    /** Starts nothing any more, and returns what had not started. */
    List<ExecutionRun> close() {
        closed = true;
        return takeBuffered();
    }

    /** Waits, after the close, until no handler runs; returns false if the time was over first. */
    boolean awaitIdle(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (running.get() > 0) {
                if (left <= 0) {
                    return false;
                }
                left = idle.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
