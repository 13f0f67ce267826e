package dev.downbeat.queue;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task for every event of a name that its filters let through; the event's payload is the task's.
 *
 * <p>It holds once it is {@linkplain Subscriptions#put put}, for whoever emits, until it is removed.
 *
 * @param name identifies the subscription; 1 to 200 characters
 * @param priority of the executions; from -32768, first, to 32767, last
 * @param contains what the payload must contain, as {@code @>} means it; anything if null
 * @param predicate a JSON path that must be true of the payload, as in {@code $.amount > 100}; anything if null
 */
public record Subscription<P extends @Nullable Object>(
        String name,
        Event<P> event,
        Task<P, ?> task,
        int priority,
        @Nullable JsonNode contains,
        @Nullable String predicate) {

    public Subscription {
        Names.check("subscription name", name);
        if (priority != (short) priority) {
            throw new IllegalArgumentException(
                    "priority must be from %d to %d, got %d".formatted(Short.MIN_VALUE, Short.MAX_VALUE, priority));
        }
    }

    /** Returns a subscription without filters. */
    public static <P extends @Nullable Object> Subscription<P> of(String name, Event<P> event, Task<P, ?> task) {
        return new Subscription<>(name, event, task, 0, null, null);
    }

    /**
     * Returns this subscription for events whose payload contains the value.
     *
     * @param value anything that Jackson writes, as in {@code Map.of("country", "NO")}
     */
    public Subscription<P> containing(Object value) {
        return new Subscription<>(name, event, task, priority, Json.MAPPER.valueToTree(value), predicate);
    }

    /** Returns this subscription for events of whose payload the JSON path is true. */
    public Subscription<P> where(String jsonPath) {
        return new Subscription<>(name, event, task, priority, contains, jsonPath);
    }

    /** Returns this subscription with a priority of its executions. */
    public Subscription<P> priority(int priority) {
        return new Subscription<>(name, event, task, priority, contains, predicate);
    }
}
