package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies a batch of transitions set-wise. The short way, one statement, if all are plain completions; else one
 * transaction with a statement for each sort.
 *
 * <p>Every row is fenced by (id, worker, run). Repeating a batch whose answer was lost changes nothing.
 */
public final class Flush {

    private final CompletePlain completePlain;
    private final Complete complete;
    private final Finish finish;
    private final Reschedule reschedule;
    private final Park park;
    private final ParkForEvent parkForEvent;
    private final Parents parents;
    private final Notify notify;

    public Flush(SchemaName schema) {
        this.completePlain = new CompletePlain(schema);
        this.complete = new Complete(schema);
        this.finish = new Finish(schema);
        this.reschedule = new Reschedule(schema);
        this.park = new Park(schema);
        this.parkForEvent = new ParkForEvent(schema);
        this.parents = new Parents(schema);
        this.notify = new Notify(schema);
    }

    /** Applies the batch in a transaction of its own, on a connection in auto-commit. */
    public Flushed execute(Connection connection, List<? extends Transition> batch) throws SQLException {
        if (batch.isEmpty()) {
            return new Flushed(0, Set.of());
        }
        var sorted = Sorted.of(batch);
        if (sorted.plain.size() == batch.size()) {
            int written = complete(connection, sorted.plain);
            return new Flushed(batch.size() - written, Set.of());
        }
        return Transactions.run(connection, () -> apply(connection, sorted, batch.size()));
    }

    /** Applies the batch inside the caller's transaction. */
    public Flushed executeWithin(Connection connection, List<? extends Transition> batch) throws SQLException {
        return apply(connection, Sorted.of(batch), batch.size());
    }

    private Flushed apply(Connection connection, Sorted sorted, int size) throws SQLException {
        int written = 0;
        var woken = new TreeSet<Integer>();
        long[] parentIds = sorted.parentIds();
        if (parentIds.length > 0) {
            parents.lock(connection, parentIds);
        }
        if (!sorted.plain.isEmpty()) {
            written += complete(connection, sorted.plain);
        }
        if (!sorted.ends.isEmpty()) {
            Ending ending = finish.execute(connection, sorted.ends);
            written += ending.ended();
            if (!ending.resumable().isEmpty()) {
                woken.addAll(parents.resume(connection, ending.resumable()));
            }
        }
        if (!sorted.putOff.isEmpty()) {
            Reschedule.Rescheduled rescheduled = reschedule.execute(connection, sorted.putOff);
            written += rescheduled.moved();
            woken.addAll(rescheduled.queues());
        }
        if (!sorted.parked.isEmpty()) {
            Park.Parked parked = park.execute(connection, sorted.parked);
            written += parked.parked();
            woken.addAll(parked.queues());
        }
        if (!sorted.awaiting.isEmpty()) {
            written += parkForEvent.execute(connection, sorted.awaiting);
        }
        notify.ready(connection, woken);
        return new Flushed(size - written, woken);
    }

    private int complete(Connection connection, List<Transition.Completed> plain) throws SQLException {
        return CompletePlain.covers(plain)
                ? completePlain.execute(connection, plain)
                : complete.execute(connection, plain);
    }

    /**
     * What a flush did.
     *
     * @param stale transitions that changed nothing, because their worker no longer held the execution
     * @param woken queues on which something became ready
     */
    public record Flushed(int stale, Set<Integer> woken) {}

    private record Sorted(
            List<Transition.Completed> plain,
            List<Transition> ends,
            List<Transition> putOff,
            List<Transition.Parked> parked,
            List<Transition.Awaiting> awaiting) {

        static Sorted of(List<? extends Transition> batch) {
            var sorted = new Sorted(
                    new ArrayList<>(batch.size()),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
            batch.forEach(sorted::add);
            return sorted;
        }

        private void add(Transition transition) {
            switch (transition) {
                case Transition.Completed completed -> addCompleted(completed);
                case Transition.Failed failed -> ends.add(failed);
                case Transition.Cancelled cancelled -> ends.add(cancelled);
                case Transition.Retried retried -> putOff.add(retried);
                case Transition.Slept slept -> putOff.add(slept);
                case Transition.Released released -> putOff.add(released);
                case Transition.Parked waiting -> parked.add(waiting);
                case Transition.Awaiting waiting -> awaiting.add(waiting);
            }
        }

        private void addCompleted(Transition.Completed completed) {
            if (Complete.covers(completed)) {
                plain.add(completed);
            } else {
                ends.add(completed);
            }
        }

        long[] parentIds() {
            return ends.stream()
                    .mapToLong(end -> end.claimed().parentId())
                    .filter(id -> id != 0)
                    .distinct()
                    .sorted()
                    .toArray();
        }
    }
}
