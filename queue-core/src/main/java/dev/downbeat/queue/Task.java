package dev.downbeat.queue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.stream.Stream;
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
    private final TaskPolicies policies;

    private Task(String name, Type payloadType, Type resultType, String queue, TaskPolicies policies) {
        this.name = Names.check("task name", name);
        this.payloadType = payloadType;
        this.resultType = resultType;
        this.queue = Names.check("queue name", queue);
        this.policies = policies;
    }

    /**
     * Defines a task without a result.
     *
     * @param name 1 to 200 characters, none of them a control character
     */
    public static <P> Task<P, @Nullable Void> of(String name, Class<P> payloadType) {
        return new Task<>(name, payloadType, Void.class, DEFAULT_QUEUE, TaskPolicies.DEFAULT);
    }

    /** Defines a task whose payload is of a generic type, without a result. */
    public static <P> Task<P, @Nullable Void> of(String name, TypeReference<P> payloadType) {
        return new Task<>(name, payloadType.getType(), Void.class, DEFAULT_QUEUE, TaskPolicies.DEFAULT);
    }

    /** Returns this task with a result of the given type. */
    public <T> Task<P, T> returning(Class<T> type) {
        return new Task<>(name, payloadType, type, queue, policies);
    }

    /** Returns this task with a result of the given generic type. */
    public <T> Task<P, T> returning(TypeReference<T> type) {
        return new Task<>(name, payloadType, type.getType(), queue, policies);
    }

    /** Returns this task on another queue. */
    public Task<P, R> queue(String name) {
        return new Task<>(this.name, payloadType, resultType, name, policies);
    }

    /** Returns this task with another retry policy; the worker's policy counts, not the enqueuer's. */
    public Task<P, R> retry(RetryPolicy policy) {
        return having(policies.retry(policy));
    }

    /**
     * Returns this task with a limit on the time of each run: the handler is interrupted then, and the attempt has
     * failed with a {@link TimedOutException}, unless the handler returns all the same. Sleeps and waits do not count.
     *
     * @param timeout above zero; the worker's counts, not the enqueuer's
     */
    public Task<P, R> timeout(Duration timeout) {
        return having(policies.timeout(timeout));
    }

    /** Returns this task to be started only while one of the windows is open; the worker's count, not the enqueuer's. */
    public Task<P, R> windows(Window first, Window... more) {
        return having(policies.windows(
                Stream.concat(Stream.of(first), Stream.of(more)).toList()));
    }

    /**
     * Returns this task with limits on how many may run at once or start per period; a worker's start stores them in place
     * of what was there, for all workers.
     */
    public Task<P, R> limits(Limit first, Limit... more) {
        return having(
                policies.limits(Stream.concat(Stream.of(first), Stream.of(more)).toList()));
    }

    /** Returns this task with a retention of its own, in place of {@link WorkerSettings#retention}; the worker's counts. */
    public Task<P, R> retention(Retention retention) {
        return having(policies.retention(retention));
    }

    /**
     * Returns this task to be worked off in batches by a {@link BatchHandler}: so many at once, or what came within the
     * time after the first.
     *
     * @param size 1 to 10 000
     * @param patience not negative; a worker that drains does not wait
     */
    public Task<P, R> batches(int size, Duration patience) {
        return having(policies.batching(new Batching(size, patience)));
    }

    /**
     * Returns this task with children that go on when it is cancelled while it waits for them; else they are cancelled
     * with it. The worker's word counts, not the enqueuer's.
     */
    public Task<P, R> keepingChildren() {
        return having(policies.keepingChildren());
    }

    private Task<P, R> having(TaskPolicies changed) {
        return new Task<>(name, payloadType, resultType, queue, changed);
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
        return policies.retry();
    }

    TaskPolicies policies() {
        return policies;
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
