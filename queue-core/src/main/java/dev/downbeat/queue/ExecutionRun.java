package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One run of one execution, on a virtual thread: from the claim to the outcome in the flusher's buffer. */
final class ExecutionRun implements SlotWork {

    private final Claimed claimed;
    private final Binding<?, ?> binding;
    private final Services services;

    // Guarded by this: the thread is set while the handler runs, and only then interrupted.
    private @Nullable Thread thread;
    private volatile @Nullable Interruption interruption;

    // Where it came from and counts while it has a slot; null if straight from the claim.
    private volatile @Nullable SharedLane lane;
    private volatile @Nullable BatchRun batch;

    // By System.nanoTime; known of some, and only if somebody observes the worker.
    private long dueNanos = Watch.UNKNOWN;

    ExecutionRun(Claimed claimed, Binding<?, ?> binding, Services services) {
        this.claimed = claimed;
        this.binding = binding;
        this.services = services;
    }

    Claimed claimed() {
        return claimed;
    }

    Binding<?, ?> binding() {
        return binding;
    }

    Services services() {
        return services;
    }

    @Nullable
    Interruption interruption() {
        return interruption;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** Notes since when it could have run; before it is handed on. */
    void due(long sinceNanos) {
        dueNanos = sinceNanos;
    }

    @Override
    public List<ExecutionRun> members() {
        return List.of(this);
    }

    /** It was handed to a slot by the lane. */
    void enter(SharedLane from) {
        lane = from;
    }

    /** It needs its place in the lane no longer, if it had one. */
    void leaveLane() {
        SharedLane from = lane;
        if (from != null) {
            lane = null;
            from.left();
        }
    }

    /** It is run as one of a batch. */
    void join(BatchRun run) {
        batch = run;
    }

    @Override
    public void run() {
        try {
            perform();
        } finally {
            leaveLane();
        }
    }

    private void perform() {
        var context = new TaskContext(this);
        long begun = services.watch().now();
        Outcome outcome = begin() ? handleInTime(context) : new Outcome.Threw(new InterruptedException());
        long ended = services.watch().now();
        end();
        settle(outcome, context.steps().any(), begun, ended);
    }

    /** Hands what follows from the outcome to the flusher; the times are the {@link Watch}'s. */
    void settle(Outcome outcome, boolean stepped, long begunNanos, long endedNanos) {
        Optional<Transition> transition = OutcomeDecision.afterRun(
                claimed, outcome, interruption, binding.task().retry(), stepped, ThreadLocalRandom.current());
        if (transition.isPresent()) {
            services.flusher().add(this, transition.get());
        } else {
            if (!(outcome instanceof Outcome.Recorded)) {
                // The lease seemed lost; a heartbeat may have got through after all, and then its row is here still.
                services.held().doubted();
            }
            services.held().remove(this);
        }
        services.watch().ran(this, outcome, transition.orElse(null), begunNanos, endedNanos);
    }

    private Outcome handleInTime(TaskContext context) {
        Duration timeout = binding.task().policies().timeout();
        if (timeout == null) {
            return handle(context);
        }
        Deadline deadline = Deadline.after(timeout, () -> interrupt(new Interruption.TimedOut(timeout)));
        try {
            return handle(context);
        } finally {
            deadline.close();
        }
    }

    private Outcome handle(TaskContext context) {
        MDC.put("task", binding.task().name());
        MDC.put("execution", Long.toString(claimed.id()));
        Traces traces = services.installation().traces();
        return traces.isOn() ? traces.running(binding.task().name(), claimed, () -> call(context)) : call(context);
    }

    private Outcome call(TaskContext context) {
        try {
            String result = binding.handle(claimed.payload(), context);
            return context.steps().outcome().orElseGet(() -> new Outcome.Returned(result));
        } catch (ParkSignal signal) {
            return context.steps().outcome().orElseGet(() -> new Outcome.Threw(signal));
        } catch (Throwable failure) { // the user's code: whatever it throws fails its execution, not the worker
            return context.steps().outcome().orElseGet(() -> new Outcome.Threw(failure));
        }
    }

    private synchronized boolean begin() {
        if (!mayBegin()) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    /**
     * Whether its handler may begin: nobody asked it to end, and its worker holds the lease that it was claimed under. A
     * process that was frozen comes here before its fence thread has noticed anything.
     */
    boolean mayBegin() {
        if (!services.fence().holds(claimed.workerId())) {
            interrupt(new Interruption.LeaseLost());
        }
        return interruption == null;
    }

    private synchronized void end() {
        thread = null;
        // A late interrupt was for the handler; what follows must not stumble over it.
        Thread.interrupted();
    }

    /** Asks the handler to end; of several reasons the weightiest stands. */
    void interrupt(Interruption reason) {
        synchronized (this) {
            if (interruption == null || reason.weight() > interruption.weight()) {
                interruption = reason;
            }
            if (thread != null) {
                thread.interrupt();
            }
        }
        BatchRun inBatch = batch;
        if (inBatch != null) {
            inBatch.interrupted();
        }
    }
}
