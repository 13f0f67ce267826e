package dev.downbeat.queue;

import dev.downbeat.queue.internal.Cancel;
import dev.downbeat.queue.internal.Emit;
import dev.downbeat.queue.internal.SchemaName;
import dev.downbeat.queue.internal.StoredLimit;
import dev.downbeat.queue.internal.Transactions;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The client of the queue: enqueues, asks, cancels. Cheap to make, safe for any thread; it owns nothing and is not closed.
 *
 * <p>Every call throws {@link QueueDatabaseException} if the database refuses or cannot be reached.
 */
public final class Queue {

    static final String CANCELLED_BY_CALLER = "asked for";

    static final String CANCELLED_ERROR =
            Json.text(new ExecutionError(ExecutionError.Kind.CANCELLED, "", CANCELLED_BY_CALLER));

    private final Installation installation;
    private final Enqueuer enqueuer;
    private final Lookup lookup;

    private Queue(Installation installation) {
        this.installation = installation;
        this.enqueuer = new Enqueuer(installation);
        this.lookup = new Lookup(installation);
    }

    /** Speaks to the installation in schema {@code downbeat}. */
    public static Queue on(DataSource dataSource) {
        return new Queue(new Installation(dataSource, SchemaName.DEFAULT));
    }

    /**
     * Speaks to the installation in another schema.
     *
     * @param schema lower case letters, digits and underscores
     */
    public static Queue on(DataSource dataSource, String schema) {
        return new Queue(new Installation(dataSource, new SchemaName(schema)));
    }

    /** Returns the schema of the installation. */
    public String schema() {
        return installation.schema().name();
    }

    /**
     * Returns this queue with a tracing: what it enqueues and emits, and what workers built on it run, is in spans. A queue
     * without one enqueues executions that begin traces of their own.
     */
    public Queue tracing(Tracing tracing) {
        return new Queue(installation.traced(new Traces(tracing)));
    }

    /** Enqueues one execution, in a transaction of its own. */
    public <P extends @Nullable Object> Enqueued enqueue(Task<P, ?> task, P payload) {
        return enqueue(task.with(payload));
    }

    /** Enqueues one execution with options, in a transaction of its own. */
    public Enqueued enqueue(Enqueue<?> request) {
        return enqueueAll(List.of(request)).getFirst();
    }

    /** Enqueues all or none, in one transaction; thousands cost one round trip. Answers in the order of the requests. */
    public List<Enqueued> enqueueAll(Collection<? extends Enqueue<?>> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        return installation.traces().enqueuing(Traces.task(requests), requests.size(), trace -> {
            List<Enqueuer.Prepared> prepared = enqueuer.prepare(requests, trace);
            Enqueuer.Result result =
                    installation.with("Enqueuing", connection -> enqueuer.enqueueAlone(connection, prepared));
            installation.hint(result.queues());
            return result.enqueued();
        });
    }

    /** Enqueues inside the transaction of the connection, which stays the caller's: to commit, to roll back, to close. */
    public QueueTransaction in(Connection connection) {
        return new QueueTransaction(installation, connection);
    }

    /** Enqueues inside the transaction of the context, as jOOQ hands it to a transaction's body. */
    public QueueTransaction in(DSLContext context) {
        Connection connection = Objects.requireNonNull(
                context.configuration().connectionProvider().acquire(), "the context has no connection");
        return new QueueTransaction(installation, connection);
    }

    /** Emits an event in a transaction of its own, see {@link QueueTransaction#emit(Event, Object)}. */
    public <P extends @Nullable Object> Emitted emit(Event<P> event, P payload) {
        return emit(event, "", payload);
    }

    /**
     * Emits an event in a transaction of its own, for those who wait for it under this key, and for all who subscribed.
     *
     * @param key at most 250 characters
     */
    public <P extends @Nullable Object> Emitted emit(Event<P> event, String key, P payload) {
        Names.checkEventKey(key);
        @Nullable String json = event.encode(payload);
        Emit emit = installation.statements().emit();
        Emit.Emission emission = installation
                .traces()
                .emitting(
                        event.name(),
                        trace -> installation.with(
                                "Emitting",
                                connection -> Transactions.run(
                                        connection, () -> emit.execute(connection, event.name(), key, json, trace))));
        installation.hint(emission.queues());
        return new Emitted(emission.eventId(), emission.executions());
    }

    /** Returns the execution as it stands now; empty if there is none, or no longer. */
    public Optional<Execution> get(long id) {
        return lookup.get(id);
    }

    /**
     * Waits for the outcome of an execution and returns its result.
     *
     * @throws ExecutionFailedException if it failed for good
     * @throws ExecutionCancelledException if it was cancelled
     * @throws ExecutionNotFoundException if there is none with this id
     * @throws ResultTimeoutException if it has no outcome within {@code timeout}
     * @throws InterruptedException if the caller was interrupted
     */
    public <R extends @Nullable Object> R result(long id, Task<?, R> task, Duration timeout)
            throws InterruptedException {
        return ResultWait.await(lookup, id, task, timeout);
    }

    /** Returns the executions that the filter lets through, by ascending id. */
    public List<Execution> list(ExecutionFilter filter) {
        return lookup.list(filter);
    }

    /** Counts the executions that the filter lets through; its limit does not count. */
    public long count(ExecutionFilter filter) {
        return lookup.count(filter);
    }

    /**
     * Returns what is ready in each queue, by name, empty queues included; of at most 200 queues. It reads a bounded number of
     * index entries, for 2 s at most, so that it can be asked every few seconds.
     */
    public List<Backlog> backlog() {
        return Backlog.read(installation);
    }

    /**
     * Cancels an execution and its children: at once if it does not run, else its handler is interrupted within 2 s.
     *
     * @return false if it has its outcome already, or does not exist
     */
    public boolean cancel(long id) {
        return cancel(id, CANCELLED_BY_CALLER);
    }

    boolean cancel(long id, String reason) {
        String error = Json.text(new ExecutionError(ExecutionError.Kind.CANCELLED, "", reason));
        Cancel.Cancelled cancelled = installation.with(
                "Cancelling",
                connection -> Transactions.run(
                        connection, () -> installation.statements().cancel().execute(connection, id, reason, error)));
        installation.hint(cancelled.woken());
        return cancelled.found();
    }

    /**
     * Makes a failed or cancelled execution ready again, with all its attempts; its finished steps keep their results.
     *
     * @return false if it is neither failed nor cancelled
     */
    public boolean retry(long id) {
        Set<Integer> queues = installation.with(
                "Retrying", connection -> installation.statements().retry().execute(connection, id));
        installation.hint(queues);
        return !queues.isEmpty();
    }

    /** Lets workers claim no more of a queue, within 0.5 s; what runs goes on. Returns false if it was paused already. */
    public boolean pause(String queue) {
        return new Pauses(installation).queue(Names.check("queue name", queue), true);
    }

    /** Lets workers claim no more of a task, within 0.5 s; what runs goes on. Returns false if it was paused already. */
    public boolean pause(Task<?, ?> task) {
        return new Pauses(installation).task(task, true);
    }

    /** Ends the pause of a queue, within 0.5 s. Returns false if it was not paused. */
    public boolean resume(String queue) {
        return new Pauses(installation).queue(Names.check("queue name", queue), false);
    }

    /** Ends the pause of a task, within 0.5 s. Returns false if it was not paused. */
    public boolean resume(Task<?, ?> task) {
        return new Pauses(installation).task(task, false);
    }

    /**
     * Limits what of a queue may run at once or start per period, over all workers and tasks, in place of the limits that it
     * had; takes effect within 0.5 s.
     *
     * @param limits none to lift them
     */
    public void limit(String queue, Limit... limits) {
        int queueId = installation.queueId(Names.check("queue name", queue));
        installation.limit(StoredLimit.Scope.QUEUE, queueId, false, List.of(limits));
    }

    /**
     * Limits what of a task may run at once or start per period, over all workers, in place of what was said here before and
     * beside the limits that the task declares; takes effect within 0.5 s.
     *
     * @param limits none to lift them
     */
    public void limit(Task<?, ?> task, Limit... limits) {
        installation.limit(StoredLimit.Scope.TASK, installation.taskId(task), false, List.of(limits));
    }

    /**
     * Lets executions of a queue rise the longer they are ready, so that none waits for ever behind more urgent ones: by one
     * priority for each {@code step} of time, until nothing in the queue stands before them. The priority that an
     * execution shows is what it has risen to.
     *
     * @param step at least 1 s; zero to end the ageing. The oldest thousand of each priority rise together
     */
    public void ageing(String queue, Duration step) {
        installation.ageing(Names.check("queue name", queue), step);
    }

    /** Returns every failed attempt of an execution, oldest first, whatever became of it. */
    public List<Failure> failures(long id) {
        return new DeadLetters(installation).failures(id);
    }

    /** The executions that failed for good. */
    public DeadLetters deadLetters() {
        return new DeadLetters(installation);
    }

    /**
     * Removes every finished execution whose retention is over, now; workers do it by themselves, little by little.
     *
     * @return how many this call removed
     */
    public long prune() {
        return installation.with("Pruning", installation.statements().prune()::walk);
    }

    /** Stores a schedule under its name, in place of what was there; see {@link Schedules#put}. */
    public Schedules.Outcome schedule(Schedule<?> schedule) {
        return schedules().put(schedule);
    }

    /** Which tasks run for which events: to put, to list, to remove. */
    public Subscriptions subscriptions() {
        return new Subscriptions(installation);
    }

    /** Which changes of your own tables enqueue tasks: to put, to list, to remove. */
    public TableTriggers tableTriggers() {
        return new TableTriggers(installation);
    }

    /** The schedules of this installation: to list, to remove, to pause. */
    public Schedules schedules() {
        return new Schedules(installation);
    }

    Installation installation() {
        return installation;
    }
}
