package dev.downbeat.queue;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Everything a worker has claimed and not yet written back. Safe for any thread. */
final class Held {

    private final ConcurrentHashMap<Long, ExecutionRun> runs = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger doubts = new AtomicInteger();

    void add(ExecutionRun run) {
        // Claimed again before its last run was forgotten: it counts once.
        if (runs.put(run.claimed().id(), run) == null) {
            count.incrementAndGet();
        }
    }

    /** Forgets a run, unless the execution was claimed again meanwhile. */
    void remove(ExecutionRun run) {
        if (runs.remove(run.claimed().id(), run)) {
            count.decrementAndGet();
        }
    }

    /** More may be held than is known here: a claim whose answer may be lost, a run that ended without an outcome. */
    void doubted() {
        doubts.incrementAndGet();
    }

    /** How many doubts there are. */
    int doubts() {
        return doubts.get();
    }

    /** So many of the doubts are none any more. */
    void resolved(int count) {
        doubts.addAndGet(-count);
    }

    /** Whether nothing is held, for certain. */
    boolean isCertainlyEmpty() {
        return doubts() == 0 && count() == 0;
    }

    @Nullable
    ExecutionRun get(long id) {
        return runs.get(id);
    }

    int count() {
        return count.get();
    }

    Set<Long> ids() {
        return Set.copyOf(runs.keySet());
    }

    Collection<ExecutionRun> all() {
        return runs.values();
    }
}
