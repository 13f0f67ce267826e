package dev.downbeat.queue.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution as its worker holds it. (id, workerId, run) is the fence: whoever cannot show all three changes nothing.
 *
 * @param run counts the claims of this execution
 * @param attempt counts its failures and crashes; the first attempt is 1
 * @param flags bits of {@link Flags}
 * @param parentId the execution that waits for this one; 0 if none
 * @param payload JSON text
 * @param steps what earlier runs stored, by step name
 * @param trace where it was enqueued; null if that is not known, or not asked for
 */
public record Claimed(
        long id,
        long workerId,
        int run,
        int attempt,
        int taskId,
        int flags,
        long parentId,
        @Nullable String payload,
        Map<String, StoredStep> steps,
        @Nullable StoredTrace trace) {

    /** As its row alone tells it. */
    public Claimed(
            long id,
            long workerId,
            int run,
            int attempt,
            int taskId,
            int flags,
            long parentId,
            @Nullable String payload,
            Map<String, StoredStep> steps) {
        this(id, workerId, run, attempt, taskId, flags, parentId, payload, steps, null);
    }

    public boolean is(int flag) {
        return (flags & flag) != 0;
    }

    Claimed with(@Nullable String payload, Map<String, StoredStep> steps, @Nullable StoredTrace trace) {
        return new Claimed(id, workerId, run, attempt, taskId, flags, parentId, payload, steps, trace);
    }
}
