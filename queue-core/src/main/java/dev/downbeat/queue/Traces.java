package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.StoredTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts spans around what an installation does, if somebody traces it, and bears what that throws. Safe for any thread. */
final class Traces {

    /** Nobody traces. */
    static final Traces NONE = new Traces(null);

    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);
    private static final String SEVERAL = "several tasks";

    private final @Nullable Tracing tracing;
    private final AtomicBoolean complained = new AtomicBoolean();

    Traces(@Nullable Tracing tracing) {
        this.tracing = tracing;
    }

    boolean isOn() {
        return tracing != null;
    }

    /** Enqueues under a span; the work is told what its executions carry. */
    <T extends @Nullable Object> T enqueuing(String task, int executions, Function<@Nullable StoredTrace, T> work) {
        Tracing by = tracing;
        return by == null ? work.apply(null) : sending(() -> by.enqueuing(task, executions), work);
    }

    /** Returns the name of the task if all requests are for one. */
    static String task(Iterable<? extends Enqueue<?>> requests) {
        String name = null;
        for (Enqueue<?> request : requests) {
            String next = request.task().name();
            if (name != null && !name.equals(next)) {
                return SEVERAL;
            }
            name = next;
        }
        return name == null ? SEVERAL : name;
    }

    /** Emits under a span; the work is told what the event's executions carry. */
    <T extends @Nullable Object> T emitting(String event, Function<@Nullable StoredTrace, T> work) {
        Tracing by = tracing;
        return by == null ? work.apply(null) : sending(() -> by.emitting(event), work);
    }

    private <T extends @Nullable Object> T sending(Supplier<TraceSpan> begin, Function<@Nullable StoredTrace, T> work) {
        TraceSpan span = begin(begin);
        T result;
        try {
            result = work.apply(carried(span));
        } catch (RuntimeException e) {
            end(span, e);
            throw e;
        }
        end(span, null);
        return result;
    }

    private @Nullable StoredTrace carried(@Nullable TraceSpan span) {
        try {
            TraceContext context = span == null ? null : span.context();
            return context == null ? null : context.stored();
        } catch (RuntimeException | LinkageError e) { // others' code
            complain(e);
            return null;
        }
    }

    /** Calls the handler of one execution under a span. */
    Outcome running(String task, Claimed claimed, Supplier<Outcome> handler) {
        Tracing by = tracing;
        if (by == null) {
            return handler.get();
        }
        TraceSpan span =
                begin(() -> by.running(task, claimed.id(), claimed.attempt(), TraceContext.of(claimed.trace())));
        Outcome outcome = handler.get();
        end(span, failure(outcome));
        return outcome;
    }

    /** Calls the handler of a batch under a span; the call returns the outcomes. */
    void runningBatch(String task, List<ExecutionRun> runs, Supplier<List<Outcome>> handler) {
        Tracing by = tracing;
        TraceSpan span = by == null ? null : begin(() -> by.runningBatch(task, runs.size(), from(runs)));
        Throwable first = null;
        for (Outcome outcome : handler.get()) {
            first = first == null ? failure(outcome) : first;
        }
        end(span, first);
    }

    private static List<TraceContext> from(List<ExecutionRun> runs) {
        var from = new ArrayList<TraceContext>();
        for (ExecutionRun run : runs) {
            TraceContext context = TraceContext.of(run.claimed().trace());
            if (context != null) {
                from.add(context);
            }
        }
        return from;
    }

    private static @Nullable Throwable failure(Outcome outcome) {
        return outcome instanceof Outcome.Threw threw ? threw.failure() : null;
    }

    private @Nullable TraceSpan begin(Supplier<TraceSpan> begin) {
        try {
            return begin.get();
        } catch (RuntimeException | LinkageError e) { // others' code
            complain(e);
            return null;
        }
    }

    private void end(@Nullable TraceSpan span, @Nullable Throwable failure) {
        try {
            if (span != null) {
                span.end(failure);
            }
        } catch (RuntimeException | LinkageError e) { // others' code
            complain(e);
        }
    }

    private void complain(Throwable e) {
        if (complained.compareAndSet(false, true)) {
            LOG.atWarn().setCause(e).log("Tracing failed; the work goes on without, and this is said once");
        }
    }
}
