package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;

/**
 * The user's code for one task; called on virtual threads, on many at once.
 *
 * <p>One execution follows the other on a thread. The MDC and an interrupt do not reach the next; what a handler puts into
 * a {@link ThreadLocal} of its own it has to take out.
 *
 * <p>It may be called again with the same payload: after a failure, after a crash of its worker, and after every sleep
 * or wait. What must not be repeated stands in a {@link TaskContext#step step}.
 */
@FunctionalInterface
public interface Handler<P extends @Nullable Object, R extends @Nullable Object> {

    /**
     * Does the work of one execution.
     *
     * @throws Exception if the attempt failed; the task's {@link RetryPolicy} decides what follows
     */
    R handle(P payload, TaskContext context) throws Exception;
}
