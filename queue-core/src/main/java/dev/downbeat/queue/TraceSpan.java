package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;

/** Something that takes time, as a {@link Tracing} sees it. For one thread. */
public interface TraceSpan {

    /** Returns what executions carry that are enqueued under this span; null for nothing. */
    @Nullable
    TraceContext context();

    /**
     * It is over; called once, by the thread that began it.
     *
     * @param failure null unless it failed
     */
    void end(@Nullable Throwable failure);
}
