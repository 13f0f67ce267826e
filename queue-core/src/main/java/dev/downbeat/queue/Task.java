package dev.downbeat.queue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A typed definition of work: its name, its queue, what goes in, what comes out, and how failures are retried.
 *
 * <p>Immutable; safe to share. Each wither returns a new task. The name identifies the task in the database.
 *
 * @param <P> the payload: a record or any type Jackson reads and writes
 * @param <R> the result, likewise
 */
public final class Task<P extends @Nullable Object, R extends @Nullable Object> {

    /** The queue of tasks that name no other. */
    public static final String DEFAULT_QUEUE = "default";

    private final String name;
    private final Type payloadType;
    private final Type resultType;
    private final String queue;
    private final RetryPolicy retry;

    private Task(String name, Type payloadType, Type resultType, String queue, RetryPolicy retry) {
        this.name = Names.check("task name", name);
        this.payloadType = payloadType;
        this.resultType = resultType;
        this.queue = Names.check("queue name", queue);
        this.retry = retry;
    }

    /**
     * Defines a task without a result.
     *
     * @param name 1 to 200 characters, none of them a control character
     */
    public static <P> Task<P, @Nullable Void> of(String name, Class<P> payloadType) {
        return new Task<>(name, payloadType, Void.class, DEFAULT_QUEUE, RetryPolicy.DEFAULT);
    }

    /** Defines a task whose payload is of a generic type, without a result. */
    public static <P> Task<P, @Nullable Void> of(String name, TypeReference<P> payloadType) {
        return new Task<>(name, payloadType.getType(), Void.class, DEFAULT_QUEUE, RetryPolicy.DEFAULT);
    }

    /** Returns this task with a result of the given type. */
    public <T> Task<P, T> returning(Class<T> type) {
        return new Task<>(name, payloadType, type, queue, retry);
    }

    /** Returns this task with a result of the given generic type. */
    public <T> Task<P, T> returning(TypeReference<T> type) {
        return new Task<>(name, payloadType, type.getType(), queue, retry);
    }

    /** Returns this task on another queue. */
    public Task<P, R> queue(String name) {
        return new Task<>(this.name, payloadType, resultType, name, retry);
    }

    /** Returns this task with another retry policy; the worker's policy counts, not the enqueuer's. */
    public Task<P, R> retry(RetryPolicy policy) {
        return new Task<>(name, payloadType, resultType, queue, policy);
    }

    /** Starts an {@link Enqueue} of this task, for options beside the payload. */
    public Enqueue<P> with(P payload) {
        return Enqueue.of(this, payload);
    }

    public String name() {
        return name;
    }

    public String queue() {
        return queue;
    }

    public RetryPolicy retry() {
        return retry;
    }

    public Type payloadType() {
        return payloadType;
    }

    public Type resultType() {
        return resultType;
    }

    @Override
    public String toString() {
        return "Task[" + name + " on " + queue + "]";
    }
}
