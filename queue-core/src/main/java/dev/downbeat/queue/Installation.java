package dev.downbeat.queue;

import dev.downbeat.queue.internal.DeclareLimits;
import dev.downbeat.queue.internal.DeclareTasks;
import dev.downbeat.queue.internal.Dictionary;
import dev.downbeat.queue.internal.SchemaName;
import dev.downbeat.queue.internal.StoredLimit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** One installation as this process sees it: its database, its schema, its dictionary, and the workers that live here. */
final class Installation {

    private static final Duration MIN_AGEING = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final SchemaName schema;
    private final Statements statements;
    private final Dictionary dictionary;
    private final CopyOnWriteArrayList<Consumer<Set<Integer>>> localWorkers;
    private final Traces traces;

    Installation(DataSource dataSource, SchemaName schema) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.statements = Statements.of(schema);
        this.dictionary = new Dictionary(dataSource, schema);
        this.localWorkers = new CopyOnWriteArrayList<>();
        this.traces = Traces.NONE;
    }

    private Installation(Installation same, Traces traces) {
        this.dataSource = same.dataSource;
        this.schema = same.schema;
        this.statements = same.statements;
        this.dictionary = same.dictionary;
        this.localWorkers = same.localWorkers;
        this.traces = traces;
    }

    /** Returns this installation, seen by who traces it. */
    Installation traced(Traces by) {
        return new Installation(this, by);
    }

    Traces traces() {
        return traces;
    }

    DataSource dataSource() {
        return dataSource;
    }

    SchemaName schema() {
        return schema;
    }

    Statements statements() {
        return statements;
    }

    int queueId(String name) {
        return run("Looking a queue up", () -> dictionary.queueId(name));
    }

    int taskId(Task<?, ?> task) {
        return run("Looking a task up", () -> dictionary.taskId(task.name(), task.queue()));
    }

    /** Tells the database what a worker of these tasks wants others to know. */
    void declare(Collection<? extends Task<?, ?>> tasks, Retention unlessOwn) {
        run("Declaring tasks", () -> {
            dictionary.declare(
                    tasks.stream().map(task -> declared(task, unlessOwn)).toList());
            return true;
        });
        int[] unlimited = tasks.stream()
                .filter(task -> task.policies().limits().isEmpty())
                .mapToInt(this::taskId)
                .toArray();
        with("Removing limits", connection -> {
            statements.declareLimits().remove(connection, StoredLimit.Scope.TASK, true, unlimited);
            return true;
        });
        for (Task<?, ?> task : tasks) {
            if (!task.policies().limits().isEmpty()) {
                limit(
                        StoredLimit.Scope.TASK,
                        taskId(task),
                        true,
                        task.policies().limits());
            }
        }
    }

    /** Keeps events for so long, whoever emits them. */
    void keepEvents(Duration kept) {
        with("Declaring the retention of events", connection -> {
            statements.eventRetention().keep(connection, kept.toSeconds());
            return true;
        });
    }

    private static DeclareTasks.Declared declared(Task<?, ?> task, Retention unlessOwn) {
        Retention retention = Objects.requireNonNullElse(task.policies().retention(), unlessOwn);
        return new DeclareTasks.Declared(
                task.name(),
                task.queue(),
                task.retry().maxAttempts(),
                retention.completed().toSeconds(),
                retention.failed().toSeconds());
    }

    /** Puts these limits in place of those of the same origin that a task or a queue has. */
    void limit(StoredLimit.Scope scope, int scopeId, boolean declared, List<Limit> limits) {
        List<DeclareLimits.Declared> stored = limits.stream()
                .map(limit -> new DeclareLimits.Declared(
                        limit.amount(),
                        limit.period() == null ? 0 : limit.period().toNanos() / 1_000,
                        limit.keyPath()))
                .toList();
        with("Storing limits", connection -> {
            statements.declareLimits().execute(connection, scope, scopeId, declared, stored);
            return true;
        });
    }

    /** See {@link Queue#ageing}. */
    void ageing(String queue, Duration step) {
        if (!step.isZero() && step.compareTo(MIN_AGEING) < 0) {
            throw new IllegalArgumentException("an ageing step is at least 1 s, got " + step);
        }
        int queueId = queueId(queue);
        with("Setting the ageing of a queue", connection -> {
            statements.ageing().set(connection, queueId, step);
            return true;
        });
    }

    void join(Consumer<Set<Integer>> localWorker) {
        localWorkers.add(localWorker);
    }

    void leave(Consumer<Set<Integer>> localWorker) {
        localWorkers.remove(localWorker);
    }

    /** Tells the workers of this process at once what others learn from a notification. */
    void hint(Collection<Integer> queueIds) {
        if (!queueIds.isEmpty() && !localWorkers.isEmpty()) {
            var queues = Set.copyOf(queueIds);
            localWorkers.forEach(worker -> worker.accept(queues));
        }
    }

    /** Work on a connection of the pool. */
    interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** Work that finds its connection itself. */
    interface Statement<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    <T extends @Nullable Object> T with(String doing, Work<T> work) {
        return run(doing, () -> {
            try (Connection connection = dataSource.getConnection()) {
                return work.on(connection);
            }
        });
    }

    static <T extends @Nullable Object> T run(String doing, Statement<T> statement) {
        try {
            return statement.run();
        } catch (SQLException e) {
            throw new QueueDatabaseException(doing, e);
        } catch (DataAccessException e) {
            throw new QueueDatabaseException(doing, cause(e));
        }
    }

    private static SQLException cause(DataAccessException e) {
        return e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getMessage(), e.sqlState(), e);
    }
}
