package dev.downbeat.queue;

import java.util.concurrent.atomic.AtomicLong;

/** Under which id a worker holds its lease at present: 0 while it has none. Safe for any thread. */
final class Registration {

    static final long NONE = 0;

    private final AtomicLong workerId = new AtomicLong(NONE);

    long workerId() {
        return workerId.get();
    }

    void taken(long id) {
        workerId.set(id);
    }

    /** Returns whether this call lost it. */
    boolean lost(long id) {
        return workerId.compareAndSet(id, NONE);
    }
}
