package dev.downbeat.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The user's code for a task that is worked off in batches, see {@link Task#batches}; called on virtual threads, on
 * many at once; see {@link Handler} for what they share. A batch takes one slot.
 *
 * <p>An item whose payload does not fit the type is not among those handed over; it fails by itself.
 */
@FunctionalInterface
public interface BatchHandler<P extends @Nullable Object, R extends @Nullable Object> {

    /**
     * Does the work of several executions.
     *
     * @param items at least one, at most as many as the task's batches hold
     * @return one outcome for each item, in their order
     * @throws Exception if the attempt of every item failed
     */
    List<BatchOutcome<R>> handle(List<BatchItem<P>> items) throws Exception;
}
