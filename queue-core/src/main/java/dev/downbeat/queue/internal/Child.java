package dev.downbeat.queue.internal;

import org.jspecify.annotations.Nullable;

/**
 * One child to be enqueued in the transaction that parks its parent.
 *
 * @param step the parent's step that the child's outcome decides
 * @param payload JSON text
 * @param trace null if nobody traces its parent
 */
public record Child(
        String step,
        int taskId,
        int queueId,
        @Nullable String payload,
        @Nullable StoredTrace trace) {}
