package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;

/**
 * The user's code for one task; called on a virtual thread of its own, by many at once.
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
