package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;

/** A {@link Handler} without a result. */
@FunctionalInterface
public interface Action<P extends @Nullable Object> {

    /**
     * Does the work of one execution.
     *
     * @throws Exception if the attempt failed; the task's {@link RetryPolicy} decides what follows
     */
    void run(P payload, TaskContext context) throws Exception;
}
