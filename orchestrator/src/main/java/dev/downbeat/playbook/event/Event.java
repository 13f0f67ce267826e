package dev.downbeat.playbook.event;

import org.jspecify.annotations.Nullable;

/**
 * One line to append. Immutable; the withers add what is known.
 *
 * @param node the step's or the playbook's name
 * @param durationNanos how long it took, null for a moment
 * @param result JSON of at most a few KB, null for none
 * @param error JSON of the error object, null for none
 * @param agoNanos how long before it was written it happened, null for just then; the database's clock dates it
 */
public record Event(
        long executionId,
        EventType type,
        String node,
        @Nullable Integer visit,
        @Nullable Integer item,
        @Nullable Integer attempt,
        @Nullable String status,
        @Nullable Long durationNanos,
        @Nullable String result,
        @Nullable String error,
        @Nullable String worker,
        @Nullable Long agoNanos) {

    /** Returns an event of a playbook or workflow. */
    public static Event of(long executionId, EventType type, String node) {
        return new Event(executionId, type, node, null, null, null, null, null, null, null, null, null);
    }

    /** Returns this event for one call: a visit, an item of it (negative for none) and an attempt. */
    public Event call(int visit, int item, int attempt) {
        return new Event(
                executionId,
                type,
                node,
                visit,
                item < 0 ? null : item,
                attempt,
                status,
                durationNanos,
                result,
                error,
                worker,
                agoNanos);
    }

    /** Returns this event with a status. */
    public Event status(String status) {
        return new Event(
                executionId, type, node, visit, item, attempt, status, durationNanos, result, error, worker, agoNanos);
    }

    /** Returns this event with how long it took. */
    public Event took(long nanos) {
        return new Event(executionId, type, node, visit, item, attempt, status, nanos, result, error, worker, agoNanos);
    }

    /** Returns this event with a result. */
    public Event result(@Nullable String json) {
        return new Event(
                executionId, type, node, visit, item, attempt, status, durationNanos, json, error, worker, agoNanos);
    }

    /** Returns this event with an error. */
    public Event error(@Nullable String json) {
        return new Event(
                executionId, type, node, visit, item, attempt, status, durationNanos, result, json, worker, agoNanos);
    }

    /** Returns this event as reported by a worker. */
    public Event by(String worker) {
        return new Event(
                executionId, type, node, visit, item, attempt, status, durationNanos, result, error, worker, agoNanos);
    }

    /** Returns this event as of a while ago. */
    public Event ago(long agoNanos) {
        return new Event(
                executionId, type, node, visit, item, attempt, status, durationNanos, result, error, worker, agoNanos);
    }
}
