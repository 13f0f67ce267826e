package dev.downbeat.queue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One process's part in running tasks: claims what its handlers know, runs it, writes the outcomes back.
 *
 * <pre>{@code
 * var worker = Worker.on(queue).handle(SEND_RECEIPT, (receipt, context) -> mail(receipt)).build();
 * worker.start();
 * }</pre>
 *
 * <p>A worker lives once: it is started, or drained, and stopped. Safe for any thread.
 */
public final class Worker implements AutoCloseable {

    Worker() {}

    /** Starts to build a worker on the queue. */
    public static Builder on(Queue queue) {
        return new Builder(queue);
    }

    /**
     * Registers the worker and starts to claim; returns once it does.
     *
     * @throws WorkerStartException if the database cannot be reached or refuses; nothing is left running
     */
    public void start() {
        Queue.comes();
    }

    /**
     * Starts if need be, runs until nothing is ready for its tasks and nothing is in flight, then stops.
     *
     * @throws WorkerStartException as {@link #start}
     * @throws InterruptedException if the caller was interrupted; the worker goes on
     */
    public void drain() throws InterruptedException {
        Queue.comes();
    }

    /** Completes when the worker claims for the first time; exceptionally if its start failed. */
    public CompletableFuture<@Nullable Void> started() {
        return Queue.comes();
    }

    /** Completes when the worker has stopped and written everything back. */
    public CompletableFuture<@Nullable Void> stopped() {
        return Queue.comes();
    }

    /**
     * Stops claiming, gives back what has not started, lets handlers finish, interrupts them when the grace is over.
     * Returns when all is written back. Idempotent; the shortest grace counts.
     *
     * @return false if handlers still ran though interrupted; their executions stay theirs until their threads end
     */
    public boolean stop(Duration grace) {
        return Queue.comes();
    }

    /** Stops with a grace of 10 s. */
    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
    }

    /** Collects the handlers and the settings of a worker. For one thread. */
    public static final class Builder {

        private final Queue queue;

        Builder(Queue queue) {
            this.queue = queue;
        }

        /** Takes executions of the task, see {@link Handler}. */
        public <P extends @Nullable Object, R extends @Nullable Object> Builder handle(
                Task<P, R> task, Handler<P, R> handler) {
            return queue == null ? this : Queue.comes();
        }

        /** Takes executions of a task without a result. */
        public <P extends @Nullable Object> Builder run(Task<P, @Nullable Void> task, Action<P> action) {
            return handle(task, (payload, context) -> {
                action.run(payload, context);
                return null;
            });
        }

        /** Replaces the default settings. */
        public Builder settings(WorkerSettings settings) {
            return Queue.comes();
        }

        /**
         * Builds the worker; it does nothing until it is started.
         *
         * @throws IllegalArgumentException if it has no handler
         */
        public Worker build() {
            return new Worker();
        }
    }
}
