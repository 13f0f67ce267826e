package dev.downbeat.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link BatchHandler} of a task without a result: all items are done, or all fail. */
@FunctionalInterface
public interface BatchAction<P extends @Nullable Object> {

    /**
     * Does the work of several executions.
     *
     * @throws Exception if the attempt of every item failed
     */
    void run(List<BatchItem<P>> items) throws Exception;
}
