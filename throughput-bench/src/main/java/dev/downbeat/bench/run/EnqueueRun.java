package dev.downbeat.bench.run;

import dev.downbeat.bench.ceiling.Checkpoint;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.task.BenchTasks;
import dev.downbeat.bench.task.Requests;
import dev.downbeat.queue.Queue;
import dev.downbeat.schema.scratch.ScratchDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * One client's bulk enqueue, and as its bound a bare COPY of the same rows into the same table, with the same keys and
 * indexes, from the same JVM. Both run twice; the second time counts, when their code is warm.
 */
final class EnqueueRun {
    private static final String COPY = "copy downbeat.ready (task_id, queue_id, priority, payload) from stdin";

    private final Scenario scenario;
    private final ScratchDatabase database;
    private final Conditions conditions;

    EnqueueRun(Scenario scenario, ScratchDatabase database, Conditions conditions) {
        this.scenario = scenario;
        this.database = database;
        this.conditions = conditions;
    }

    RunReport run(Map<String, String> env) throws SQLException, InterruptedException {
        enqueue();
        copy();
        ServerStatistics before = ServerStatistics.read(database.dataSource());
        long enqueueNanos = enqueue();
        ServerStatistics after = ServerStatistics.read(database.dataSource());
        double perSecond = scenario.tasks() * 1e9 / enqueueNanos;
        double copyPerSecond = scenario.tasks() * 1e9 / copy();
        return new RunReport(
                scenario.name(),
                1,
                scenario.tasks(),
                scenario.tasks(),
                0,
                0,
                new RunReport.Enqueue(enqueueNanos / 1_000_000, perSecond),
                new RunReport.Startup(0, 0, null),
                new RunReport.Execution(enqueueNanos / 1e6),
                new RunReport.Throughput(perSecond, perSecond),
                List.of(),
                RunReport.Latency.NONE,
                null,
                RunReport.Database.of(
                        (double) (after.commits() - before.commits()) / scenario.tasks(),
                        (double) (after.walBytes() - before.walBytes()) / scenario.tasks()),
                env,
                0,
                0,
                List.of(),
                Further.NONE.with(new Further.Ceiling(
                        "copy", copyPerSecond, perSecond / copyPerSecond, Map.of("copy", copyPerSecond))));
    }

    private long enqueue() throws SQLException {
        conditions.progress().tell("enqueueing %,d".formatted(scenario.tasks()));
        empty();
        return BulkEnqueue.run(
                        Queue.on(database.dataSource()),
                        Requests.of(scenario.task(), scenario.size()),
                        scenario.tasks(),
                        false)
                .nanos();
    }

    private long copy() throws SQLException {
        conditions.progress().tell("copying %,d".formatted(scenario.tasks()));
        empty();
        try (Connection connection = database.dataSource().getConnection()) {
            byte[] rows = rows(connection);
            long start = System.nanoTime();
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new ByteArrayInputStream(rows));
            return System.nanoTime() - start;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made before the clock starts: the bound is what the server and the driver can take. */
    private byte[] rows(Connection connection) throws SQLException {
        String head;
        try (Statement statement = connection.createStatement();
                ResultSet ids = statement.executeQuery(
                        "select id, queue_id from downbeat.task where name = '%s'".formatted(BenchTasks.NOOP.name()))) {
            ids.next();
            head = "%d\t%d\t0\t".formatted(ids.getInt(1), ids.getInt(2));
        }
        var rows = new StringBuilder();
        for (int number = 1; number <= scenario.tasks(); number++) {
            rows.append(head).append("{\"number\":").append(number).append("}\n");
        }
        return rows.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void empty() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate downbeat.ready");
            Checkpoint.ifPermitted(statement);
        }
    }
}
