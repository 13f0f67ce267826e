package dev.downbeat.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asked for a span wherever executions are enqueued and run, see {@link Queue#tracing}. What a span of an enqueue says it
 * carries is handed to the spans of the runs that come of it, in whatever process and however much later.
 *
 * <p>Called by many threads at once. What it throws is logged and changes nothing else: then there is no span.
 */
public interface Tracing {

    /** Executions of a task are about to be enqueued, by this thread. */
    TraceSpan enqueuing(String task, int executions);

    /** An event is about to be emitted, by this thread. */
    TraceSpan emitting(String event);

    /**
     * A handler is about to be called, by this thread: the span is current on it until its end.
     *
     * @param from where the execution was enqueued; null if that was not traced
     */
    TraceSpan running(String task, long execution, int attempt, @Nullable TraceContext from);

    /**
     * The handler of a batch is about to be called, by this thread.
     *
     * @param from where those executions were enqueued of which that is known
     */
    TraceSpan runningBatch(String task, int executions, List<TraceContext> from);
}
