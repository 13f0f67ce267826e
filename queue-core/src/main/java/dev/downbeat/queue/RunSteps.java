package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.StoredStep;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one run: the names that its handler used, what earlier runs left under them, and how the handler ended if
 * it did so by a step. Safe for any thread.
 */
final class RunSteps {

    private static final StackWalker WALKER = StackWalker.getInstance();

    // The frames between a handler and the place where a name is taken.
    private static final Set<String> OWN_FRAMES =
            Set.of(RunSteps.class.getName(), TaskContext.class.getName(), ChildSteps.class.getName());

    private final Claimed claimed;
    private final Map<String, StackTraceElement> places = new ConcurrentHashMap<>();
    private volatile @Nullable Outcome outcome;
    private volatile boolean any;

    RunSteps(Claimed claimed) {
        this.claimed = claimed;
        this.any = !claimed.steps().isEmpty();
    }

    /**
     * Takes a name for this run; returns what an earlier run left under it, null if nothing.
     *
     * @throws DuplicateStepException if this run has used the name before
     */
    @Nullable
    StoredStep take(String name, StoredStep.Kind kind) {
        unlessEnded();
        Names.checkKey("step name", name);
        StackTraceElement here = place();
        StackTraceElement before = places.putIfAbsent(name, here);
        if (before != null) {
            throw new DuplicateStepException(claimed.id(), name, before.toString(), here.toString());
        }
        StoredStep stored = claimed.steps().get(name);
        if (stored != null && stored.kind() != kind) {
            throw new IllegalStateException(
                    "A stored step is of another kind: execution=%d, step=%s, stored=%s, now=%s."
                            .formatted(claimed.id(), name, stored.kind(), kind));
        }
        return stored;
    }

    private static StackTraceElement place() {
        return WALKER.walk(frames -> frames.filter(frame -> !OWN_FRAMES.contains(frame.getClassName()))
                .findFirst()
                .map(StackWalker.StackFrame::toStackTraceElement)
                .orElseThrow());
    }

    /** A step is about to be stored. Told before, because whoever is interrupted meanwhile cannot know whether it was. */
    void storing() {
        any = true;
    }

    /** Whether the execution may have steps, so that its next run must load them. */
    boolean any() {
        return any;
    }

    /** The handler ends here, with this outcome; returns what to throw. */
    ParkSignal park(Outcome reason) {
        outcome = reason;
        return new ParkSignal();
    }

    /** The execution's completion stands. */
    void recorded() {
        outcome = new Outcome.Recorded();
    }

    /** How the run ended, if the handler did not say it by returning or throwing. */
    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** A handler that caught the signal, or goes on after its completion, gets no further. */
    void unlessEnded() {
        Outcome ended = outcome;
        if (ended instanceof Outcome.Recorded) {
            throw new IllegalStateException("The execution is completed already: execution=" + claimed.id());
        }
        if (ended != null) {
            throw new ParkSignal();
        }
    }

    LeaseLostException leaseLost() {
        return new LeaseLostException(claimed.id(), claimed.attempt(), claimed.workerId());
    }
}
