package dev.downbeat.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.schema.testing.Await;
import dev.downbeat.schema.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database of its own for each test, and workers that are stopped with it. */
abstract class QueueTestBase {

    /** A lease that no stall of the machine outlasts: who runs twice does so because of a fault. */
    static final WorkerSettings SETTINGS = WorkerSettings.DEFAULT;

    /** For tests that wait for its end; long enough that a healthy worker keeps it through a stall of two seconds. */
    static final Duration SHORT_LEASE = Duration.ofSeconds(4);

    TestDatabase database;
    Queue queue;
    private final List<Worker> workers = new ArrayList<>();

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        queue = Queue.on(database.dataSource());
    }

    @AfterEach
    void close() {
        workers.forEach(worker -> worker.stop(Duration.ofSeconds(2)));
        database.close();
    }

    /** Starts a worker that the fixture stops. */
    Worker started(Worker.Builder builder) {
        Worker worker = builder.build();
        workers.add(worker);
        worker.start();
        return worker;
    }

    /** Runs a worker until there is nothing more. */
    static void drain(Worker.Builder builder) throws InterruptedException {
        builder.build().drain();
    }

    Worker.Builder worker() {
        return Worker.on(queue).settings(SETTINGS);
    }

    long count(ExecutionState state) {
        return queue.count(ExecutionFilter.ALL.in(state));
    }

    /** Waits until the execution stands in the state. */
    Execution await(long id, ExecutionState state) throws Exception {
        return Await.get(
                "execution %d is %s".formatted(id, state),
                () -> queue.get(id).orElseThrow(),
                execution -> execution.state() == state);
    }

    static ExecutionError error(Execution execution) {
        return Objects.requireNonNull(execution.error());
    }

    static JsonNode payload(Execution execution) {
        return Objects.requireNonNull(execution.payload());
    }

    /** Returns one number that the database tells. */
    long number(String sql) throws Exception {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
