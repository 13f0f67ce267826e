package dev.downbeat.bench.run;

import dev.downbeat.bench.ceiling.Checkpoint;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.TaskKind;
import dev.downbeat.bench.task.Requests;
import dev.downbeat.queue.Queue;
import dev.downbeat.schema.scratch.ScratchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One measurement in drain mode: all is enqueued, all workers are ready, then the clock starts. */
final class DrainRun {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration EXIT = Duration.ofSeconds(10);

    private final Scenario scenario;
    private final ScratchDatabase database;
    private final Progress progress;
    private final Consumer<Fleet> released;

    DrainRun(Scenario scenario, ScratchDatabase database, Progress progress) {
        this(scenario, database, progress, fleet -> {});
    }

    /** As another, but somebody does something to the workers when they have been released. */
    DrainRun(Scenario scenario, ScratchDatabase database, Progress progress, Consumer<Fleet> released) {
        this.scenario = scenario;
        this.database = database;
        this.progress = progress;
        this.released = released;
    }

    Round run() throws SQLException, InterruptedException {
        Queue queue = Queue.on(database.dataSource());
        if (scenario.warmUp() > 0) {
            BulkEnqueue.run(queue, Requests.warmUp(), scenario.warmUp(), false);
        }
        progress.tell("enqueueing %,d".formatted(scenario.tasks()));
        BulkEnqueue.Enqueuing enqueued = BulkEnqueue.run(
                queue,
                Requests.of(scenario.task(), scenario.size()),
                scenario.tasks(),
                scenario.task() == TaskKind.PAYLOAD);
        progress.tell("starting %d workers".formatted(scenario.workers()));
        try (Fleet fleet = Fleet.draining(database.url(), scenario)) {
            fleet.awaitReady(READY);
            if (scenario.warmUp() > 0) {
                progress.tell("warming up");
                fleet.awaitWarm(scenario.deadline());
            }
            settle();
            return drain(fleet, enqueued);
        }
    }

    private Round drain(Fleet fleet, BulkEnqueue.Enqueuing enqueued) throws SQLException, InterruptedException {
        ServerStatistics before = ServerStatistics.read(database.dataSource());
        progress.tell("draining %,d".formatted(scenario.tasks()));
        long startMicros = Span.nowMicros();
        fleet.release();
        released.accept(fleet);
        List<Fleet.Finished> finished = fleet.awaitStopped(scenario.deadline(), new Vitals(database.dataSource()));
        fleet.awaitExit(EXIT);
        Further.Rescue rescue = fleet.faults().isEmpty()
                ? null
                : new MopUp(scenario, database.url(), Queue.on(database.dataSource())).run(progress);
        Span span = new Span(startMicros, rescue == null ? Fleet.lastStop(finished) : Span.nowMicros());
        ServerStatistics after = ServerStatistics.read(database.dataSource());
        progress.tell("checking the books");
        Measured measured = new Measured(span);
        Books books = Books.read(database.dataSource(), enqueued.ids(), measured::add);
        RunReport.Enqueue enqueue =
                new RunReport.Enqueue(enqueued.nanos() / 1_000_000, scenario.tasks() * 1e9 / enqueued.nanos());
        return new Round(scenario, fleet.faults(), enqueue, finished, span, before, after, books, measured, rescue);
    }

    /** The bulk insert leaves dirty pages and no statistics; a ceiling is measured after the same care. */
    private void settle() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze downbeat.ready");
            Checkpoint.ifPermitted(statement);
        }
    }
}
