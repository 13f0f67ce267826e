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
    private volatile boolean unsure;

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

    /** From now on more may be held than is known here: a claim is under way, and its answer may be lost. */
    void unsure() {
        unsure = true;
    }

    /** What is held is known again. */
    void sure() {
        unsure = false;
    }

    boolean isUnsure() {
        return unsure;
    }

    /** Whether nothing is held, for certain. */
    boolean isCertainlyEmpty() {
        return !unsure && count() == 0;
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
