package dev.downbeat.queue;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the worker out when its lease was not renewed in time: a tenth of the lease before others may take its work
 * over, so that its handlers can end. A thread of its own, because the heart may be waiting for an answer, or for a
 * connection, while the time runs out.
 *
 * <p>The time is counted from before the last renewal was sent, so it never ends later than the database's.
 */
final class Fence implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

    private final Registration registration;
    private final long patienceNanos;
    private final LongConsumer onLost;
    private final Signal signal = new Signal();
    private volatile long deadlineNanos;
    private volatile boolean stopping;

    Fence(Registration registration, Duration lease, LongConsumer onLost) {
        this.registration = registration;
        this.patienceNanos = lease.toNanos() - lease.toNanos() / 10;
        this.onLost = onLost;
    }

    /** The lease was renewed by a statement that was sent at this time. */
    void renewed(long sentNanos) {
        deadlineNanos = sentNanos + patienceNanos;
    }

    /** Whether what was claimed under this id may begin: the worker bears it still, and has renewed its lease in time. */
    boolean holds(long workerId) {
        return registration.workerId() == workerId && deadlineNanos - System.nanoTime() > 0;
    }

    /** The lease is gone: all that was claimed under it is others' now. */
    void lose(long workerId, String reason) {
        if (registration.lost(workerId)) {
            LOG.atError()
                    .addKeyValue("worker", workerId)
                    .addKeyValue("reason", reason)
                    .log("Lease lost");
            onLost.accept(workerId);
        }
    }

    void stop() {
        stopping = true;
        signal.raise();
    }

    @Override
    public void run() {
        while (!stopping) {
            long workerId = registration.workerId();
            long left = deadlineNanos - System.nanoTime();
            if (workerId != Registration.NONE && left <= 0) {
                lose(workerId, "no heartbeat got through");
            }
            signal.await(left > 0 ? left : patienceNanos);
        }
    }
}
