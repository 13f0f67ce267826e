package dev.downbeat.queue;

import dev.downbeat.queue.internal.Flags;
import dev.downbeat.queue.internal.Flush;
import dev.downbeat.queue.internal.Transition;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one part of a worker has to do because of what another saw. Safe for any thread. */
final class Reactions {

    private final Installation installation;
    private final Held held;
    private final Caretaker caretaker;
    private final Watch watch;
    private final Consumer<Set<Integer>> localHints = this::ready;
    private volatile @Nullable Claimer claimer;
    private volatile boolean draining;

    Reactions(Installation installation, Held held, Caretaker caretaker, Watch watch) {
        this.installation = installation;
        this.held = held;
        this.caretaker = caretaker;
        this.watch = watch;
    }

    /** Sets who claims; what happened before needs nobody's attention. */
    void connect(Claimer claims) {
        claimer = claims;
    }

    /** Takes part in what is said among the workers of this process. */
    void join() {
        installation.join(localHints);
    }

    void leave() {
        installation.leave(localHints);
    }

    /** From now on the worker is to end when there is nothing more. */
    void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }

    /** Something became ready on these queues. */
    void ready(Set<Integer> queueIds) {
        Claimer claims = claimer;
        if (claims != null) {
            claims.hint(queueIds);
        }
    }

    void wakeClaimer() {
        Claimer claims = claimer;
        if (claims != null) {
            claims.wake();
        }
    }

    /** No handler runs. */
    void idle(Flusher flusher) {
        flusher.hurry();
        if (draining) {
            wakeClaimer();
        }
    }

    /** Outcomes were written. */
    void flushed(List<Flusher.Entry> entries, Flush.Flushed flushed) {
        boolean later = false;
        boolean limited = false;
        for (Flusher.Entry entry : entries) {
            held.remove(entry.run());
            limited |= entry.transition().claimed().is(Flags.LIMITED);
            later |= entry.transition() instanceof Transition.Retried
                    || entry.transition() instanceof Transition.Slept
                    || entry.transition() instanceof Transition.Parked
                    || entry.transition() instanceof Transition.Awaiting;
        }
        installation.hint(flushed.woken());
        if (later) {
            caretaker.wake();
        }
        if (limited || (draining && held.count() == 0)) {
            wakeClaimer();
        }
    }

    /** What was claimed under this id is others' now. */
    void leaseLost(long workerId) {
        watch.leaseLost(held.count());
        Claimer claims = claimer;
        if (claims != null) {
            claims.takeBuffered().forEach(held::remove);
        }
        for (ExecutionRun run : held.all()) {
            if (run.claimed().workerId() == workerId) {
                run.interrupt(new Interruption.LeaseLost());
            }
        }
    }
}
