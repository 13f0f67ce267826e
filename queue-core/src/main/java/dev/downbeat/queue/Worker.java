package dev.downbeat.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One process's part in running tasks: claims what its handlers know, runs it, writes the outcomes back.
 *
 * <pre>{@code
 * var worker = Worker.on(queue).run(SEND_RECEIPT, (receipt, context) -> mail(receipt)).build();
 * worker.start();
 * }</pre>
 *
 * <p>A worker lives once: it is opened or not, started or drained, and stopped. Safe for any thread.
 */
public final class Worker implements AutoCloseable {

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);

    private final WorkerLife life;

    Worker(WorkerLife life) {
        this.life = life;
    }

    /** Starts to build a worker on the queue. */
    public static Builder on(Queue queue) {
        return new Builder(queue);
    }

    /**
     * Does everything of the start but to claim: connects, declares its tasks, takes its lease. For who wants several workers
     * to begin at one moment. Idempotent until the start.
     *
     * @throws WorkerStartException as {@link #start}
     */
    public void open() {
        life.open();
    }

    /**
     * Registers the worker, unless it is open already, and starts to claim; returns once it does.
     *
     * @throws WorkerStartException if the database cannot be reached or refuses; nothing is left running
     */
    public void start() {
        life.start();
    }

    /**
     * Starts if need be, runs until nothing is ready for its tasks and nothing is in flight, then stops.
     *
     * @throws WorkerStartException as {@link #start}
     * @throws InterruptedException if the caller was interrupted; the worker goes on
     */
    public void drain() throws InterruptedException {
        CompletableFuture<@Nullable Void> drained = life.drain();
        try {
            CompletableFuture.anyOf(drained, life.stopped()).get();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
        stop(CLOSE_GRACE);
    }

    /** Returns the id that the database gave to this worker; empty before the start and after the stop. */
    public OptionalLong id() {
        return life.id();
    }

    /** Completes when the worker claims for the first time; exceptionally if its start failed. */
    public CompletableFuture<@Nullable Void> started() {
        return life.started().copy();
    }

    /** Completes when the worker has stopped and written everything back. */
    public CompletableFuture<@Nullable Void> stopped() {
        return life.stopped().copy();
    }

    /**
     * Stops claiming, gives back what has not started, lets handlers finish, interrupts them when the grace is nearly
     * over. Returns when all is written back. Idempotent; a second call waits for the first.
     *
     * @return false if handlers still run though interrupted; their executions stay theirs until their threads end
     */
    public boolean stop(Duration grace) {
        return life.stop(grace);
    }

    /** Stops with a grace of 10 s. */
    @Override
    public void close() {
        stop(CLOSE_GRACE);
    }

    /** Collects the handlers and the settings of a worker. For one thread. */
    public static final class Builder {

        private final Queue queue;
        private final Map<String, Binding<?, ?>> bindings = new LinkedHashMap<>();
        private final List<Schedule<?>> schedules = new ArrayList<>();
        private final List<WorkerObserver> observers = new ArrayList<>();
        private WorkerSettings settings = WorkerSettings.DEFAULT;

        Builder(Queue queue) {
            this.queue = queue;
        }

        /** Returns the queue that the worker takes part in. */
        public Queue queue() {
            return queue;
        }

        /**
         * Takes executions of the task, see {@link Handler}.
         *
         * @throws IllegalArgumentException if the task has a handler already
         */
        public <P extends @Nullable Object, R extends @Nullable Object> Builder handle(
                Task<P, R> task, Handler<P, R> handler) {
            return bind(Binding.of(task, handler));
        }

        /**
         * Takes executions of the task in batches, see {@link BatchHandler}.
         *
         * @throws IllegalArgumentException if the task has a handler already, or no {@link Task#batches}
         */
        public <P extends @Nullable Object, R extends @Nullable Object> Builder handleBatches(
                Task<P, R> task, BatchHandler<P, R> handler) {
            return bind(Binding.ofBatches(task, handler));
        }

        /** Takes executions of a task without a result in batches, all of which are done or fail together. */
        public <P extends @Nullable Object> Builder runBatches(Task<P, @Nullable Void> task, BatchAction<P> action) {
            return handleBatches(task, items -> {
                action.run(items);
                return Collections.nCopies(items.size(), BatchOutcome.done());
            });
        }

        private Builder bind(Binding<?, ?> binding) {
            String name = binding.task().name();
            if (bindings.putIfAbsent(name, binding) != null) {
                throw new IllegalArgumentException("The task has a handler already: task=" + name);
            }
            return this;
        }

        /** Takes executions of a task without a result. */
        public <P extends @Nullable Object> Builder run(Task<P, @Nullable Void> task, Action<P> action) {
            return handle(task, (payload, context) -> {
                action.run(payload, context);
                return null;
            });
        }

        /**
         * Declares a schedule: the worker's start stores it, in place of what was there under its name, and touches no
         * other. It stays when this declaration is gone, until {@link Schedules#remove}.
         */
        public Builder schedule(Schedule<?> schedule) {
            schedules.add(schedule);
            return this;
        }

        /** Replaces the default settings. */
        public Builder settings(WorkerSettings settings) {
            this.settings = settings;
            return this;
        }

        /** Tells the observer, beside those added before, what the worker does; see {@link WorkerObserver}. */
        public Builder observer(WorkerObserver observer) {
            observers.add(observer);
            return this;
        }

        /**
         * Builds the worker; it does nothing until it is started.
         *
         * @throws IllegalArgumentException if it has no handler
         */
        public Worker build() {
            if (bindings.isEmpty()) {
                throw new IllegalArgumentException("A worker needs a handler, for one task at least.");
            }
            var parts = new WorkerParts(queue, settings, Map.copyOf(bindings), new Watch(observers));
            return new Worker(new WorkerLife(settings, List.copyOf(schedules), parts));
        }
    }
}
