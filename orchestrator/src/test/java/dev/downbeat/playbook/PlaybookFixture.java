package dev.downbeat.playbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.status.ExecutionStatus;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.PlaybookEvent;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.WorkerSettings;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** A database of its own, a client, and workers in this process. Closing stops them. */
public final class PlaybookFixture implements AutoCloseable {
    /** Longer than any run of a test takes; a run that hangs fails the test here. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestDatabase database = TestDatabase.fresh();
    private final Playbooks playbooks = Playbooks.on(database.dataSource(), PlaybookSettings.DEFAULTS);
    private final HikariDataSource pool;
    private final PlaybookTasks tasks;
    private final List<Worker> workers = new ArrayList<>();

    /** Opens a database whose workers have connections in plenty. */
    public PlaybookFixture() {
        this(32);
    }

    /** Opens a database whose workers and tasks share so many connections. */
    public PlaybookFixture(int connections) {
        pool = Pool.open(database.url(), connections);
        tasks = PlaybookTasks.open(pool, database.dataSource(), PlaybookSettings.DEFAULTS, Credentials.NONE);
    }

    /** Returns the client. */
    public Playbooks playbooks() {
        return playbooks;
    }

    /** Returns the database. */
    public TestDatabase database() {
        return database;
    }

    /** Returns jOOQ on the database. */
    public DSLContext sql() {
        return DSL.using(database.dataSource(), SQLDialect.POSTGRES);
    }

    /** Starts a worker with so many slots, whose lease no stall of the machine outlasts. */
    public Worker startWorker(int concurrency) {
        return startWorker(concurrency, WorkerSettings.DEFAULT.lease());
    }

    /** Starts a worker with so many slots. */
    public Worker startWorker(int concurrency, Duration lease) {
        Worker worker = tasks.addTo(Worker.on(Queue.on(pool)))
                .settings(WorkerSettings.DEFAULT
                        .concurrency(concurrency)
                        .lease(lease)
                        .pollInterval(Duration.ofMillis(200)))
                .build();
        worker.start();
        workers.add(worker);
        return worker;
    }

    /** Sets the clock ahead by which waits end. */
    void advanceClock(Duration by) {
        database.execute("""
                insert into downbeat.clock_setting (ahead) values (interval '%1$s')
                on conflict (only_row) do update set ahead = clock_setting.ahead + interval '%1$s'
                """.formatted(by));
    }

    /** Returns a playbook at {@code flow/NAME}; the workload as YAML in one line, the workflow as a list of steps. */
    static String playbook(String name, String workload, String workflow) {
        return """
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: %s, path: flow/%s}
                workload: %s
                workflow:
                %s
                """.formatted(name, name, workload, workflow.indent(2).stripTrailing());
    }

    /** Registers a playbook and starts it. */
    public long start(String yaml, Map<String, ?> payload) {
        return playbooks.execute(playbooks.register(yaml).path(), payload);
    }

    /** Registers a playbook, runs it to its end and returns its summary. */
    public ExecutionSummary run(String yaml) throws InterruptedException {
        return run(yaml, Map.of());
    }

    /** Registers a playbook, runs it with a payload to its end and returns its summary. */
    public ExecutionSummary run(String yaml, Map<String, ?> payload) throws InterruptedException {
        return await(start(yaml, payload));
    }

    /** Waits for the end of an execution and returns its summary. */
    public ExecutionSummary await(long executionId) throws InterruptedException {
        ExecutionStatus status = playbooks.await(executionId, PATIENCE).orElseThrow();
        if (!status.status().terminal()) {
            throw new AssertionError("The run hangs: " + playbooks.summary(executionId) + "\n" + events(executionId)
                    + "\n" + sql().fetch("select * from downbeat.execution order by id desc limit 20") + "\n"
                    + sql().fetch("select error, left(stack, 3000) from downbeat.failure limit 3")
                            .formatJSON());
        }
        return playbooks.summary(executionId).orElseThrow();
    }

    /** Returns an execution's whole log. */
    public List<PlaybookEvent> events(long executionId) {
        return playbooks.events(executionId, 0, 100_000);
    }

    /** Returns how often an event type stands in an execution's log. */
    public long count(long executionId, String eventType) {
        return events(executionId).stream()
                .filter(event -> event.eventType().equals(eventType))
                .count();
    }

    /** Returns the result of a run in full. */
    public JsonNode result(ExecutionSummary summary) {
        return playbooks.result(summary.executionId()).orElseThrow();
    }

    @Override
    public void close() {
        workers.forEach(worker -> worker.stop(Duration.ofSeconds(5)));
        tasks.close();
        pool.close();
        database.close();
    }
}
