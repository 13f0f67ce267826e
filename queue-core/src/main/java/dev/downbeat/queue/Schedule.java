package dev.downbeat.queue;

import dev.downbeat.queue.cron.Cron;
import dev.downbeat.queue.cron.MissedRuns;
import dev.downbeat.queue.cron.OverlapPolicy;
import org.jspecify.annotations.Nullable;

/**
 * An order to enqueue a task at every slot of a cron expression; stored under its name by {@link Schedules#put} or
 * declared by {@link Worker.Builder#schedule}.
 *
 * @param name identifies it in the database; 1 to 200 characters
 * @param payload every execution gets it
 * @param priority of every execution; lower numbers run first
 */
public record Schedule<P extends @Nullable Object>(
        String name,
        Task<P, ?> task,
        P payload,
        Cron cron,
        OverlapPolicy overlap,
        MissedRuns missedRuns,
        short priority) {

    public Schedule {
        Names.check("schedule name", name);
    }

    /** Orders the task at every slot; slots may overlap, and one execution stands for all that were missed. */
    public static <P extends @Nullable Object> Schedule<P> of(String name, Task<P, ?> task, P payload, Cron cron) {
        return new Schedule<>(name, task, payload, cron, OverlapPolicy.ALLOW, MissedRuns.ONCE, (short) 0);
    }

    /** Returns this schedule with another answer to an execution that is not finished when the next slot comes. */
    public Schedule<P> overlap(OverlapPolicy policy) {
        return new Schedule<>(name, task, payload, cron, policy, missedRuns, priority);
    }

    /** Returns this schedule with another answer to slots that passed while no worker was there. */
    public Schedule<P> missedRuns(MissedRuns policy) {
        return new Schedule<>(name, task, payload, cron, overlap, policy, priority);
    }

    /**
     * Returns this schedule with a priority for its executions.
     *
     * @param priority from -32768, first, to 32767, last
     */
    public Schedule<P> priority(int priority) {
        return new Schedule<>(
                name,
                task,
                payload,
                cron,
                overlap,
                missedRuns,
                task.with(payload).priority(priority).priority());
    }
}
