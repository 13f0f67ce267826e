package dev.downbeat.queue;

import dev.downbeat.queue.internal.Transition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a worker's observers what happens, and bears what they throw. Without observers it measures nothing. */
final class Watch {

    /** What {@link #now} tells when nobody looks, and the beginning of a wait that is not known. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final List<WorkerObserver> observers;
    private final AtomicBoolean complained = new AtomicBoolean();

    Watch(List<WorkerObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    boolean isOn() {
        return !observers.isEmpty();
    }

    /** Returns the time in nanoseconds; without observers it does not ask for it. */
    long now() {
        return isOn() ? System.nanoTime() : UNKNOWN;
    }

    void opened(Supplier<WorkerLoad> load) {
        tell(observer -> observer.opened(load));
    }

    void claimed(int executions, long begunNanos) {
        if (isOn()) {
            Duration took = since(begunNanos);
            tell(observer -> observer.claimed(executions, took));
        }
    }

    void flushed(int outcomes, int stale, long begunNanos) {
        if (isOn()) {
            Duration took = since(begunNanos);
            tell(observer -> observer.flushed(outcomes, stale, took));
        }
    }

    /**
     * A run has ended.
     *
     * @param transition null if there is nothing to be written
     */
    void ran(ExecutionRun run, Outcome outcome, @Nullable Transition transition, long begunNanos, long endedNanos) {
        if (isOn()) {
            long due = run.dueNanos();
            var finished = new FinishedRun(
                    run.binding().task().name(),
                    run.claimed().id(),
                    run.claimed().attempt(),
                    end(outcome, transition),
                    due == UNKNOWN ? null : Duration.ofNanos(Math.max(0, begunNanos - due)),
                    Duration.ofNanos(endedNanos - begunNanos));
            tell(observer -> observer.ran(finished));
        }
    }

    private static FinishedRun.End end(Outcome outcome, @Nullable Transition transition) {
        if (transition == null) {
            return outcome instanceof Outcome.Recorded ? FinishedRun.End.COMPLETED : FinishedRun.End.LOST;
        }
        return switch (transition) {
            case Transition.Completed c -> FinishedRun.End.COMPLETED;
            case Transition.Retried r -> FinishedRun.End.RETRIED;
            case Transition.Failed f -> FinishedRun.End.FAILED;
            case Transition.Cancelled c -> FinishedRun.End.CANCELLED;
            case Transition.Slept s -> FinishedRun.End.WAITING;
            case Transition.Parked p -> FinishedRun.End.WAITING;
            case Transition.Awaiting a -> FinishedRun.End.WAITING;
            case Transition.Released r -> FinishedRun.End.RELEASED;
        };
    }

    void leaseLost(int executions) {
        tell(observer -> observer.leaseLost(executions));
    }

    void stopped() {
        tell(WorkerObserver::stopped);
    }

    private static Duration since(long begunNanos) {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    private void tell(Consumer<WorkerObserver> news) {
        for (WorkerObserver observer : observers) {
            try {
                news.accept(observer);
            } catch (Exception | LinkageError e) { // others' code, and it only looks on
                if (complained.compareAndSet(false, true)) {
                    LOG.atWarn()
                            .addKeyValue("observer", observer.getClass().getName())
                            .setCause(e)
                            .log("A worker's observer failed; the worker goes on, and says this once");
                }
            }
        }
    }
}
