package dev.downbeat.bench.run;

import dev.downbeat.bench.ceiling.Checkpoint;
import dev.downbeat.bench.machine.WallClock;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
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
    private final Conditions conditions;
    private final Workload workload;
    private final Consumer<Fleet> released;

    DrainRun(Scenario scenario, ScratchDatabase database, Conditions conditions) {
        this(scenario, database, conditions, fleet -> {});
    }

    /** As another, but somebody does something to the workers when they have been released. */
    DrainRun(Scenario scenario, ScratchDatabase database, Conditions conditions, Consumer<Fleet> released) {
        this.scenario = scenario;
        this.database = database;
        this.conditions = conditions;
        this.workload = Workload.of(scenario, database);
        this.released = released;
    }

    Round run() throws SQLException, InterruptedException {
        if (scenario.warmUp() > 0) {
            workload.enqueue(scenario.warmUp());
        }
        conditions.progress().tell("starting %d workers".formatted(scenario.workers()));
        try (Fleet fleet = Fleet.draining(database.url(), scenario, conditions)) {
            fleet.awaitReady(READY);
            if (scenario.warmUp() > 0) {
                conditions.progress().tell("warming up");
                fleet.awaitWarm(scenario.deadline());
            }
            conditions.progress().tell("enqueueing %,d".formatted(scenario.tasks()));
            BulkEnqueue.Enqueuing enqueued = workload.enqueue(scenario.tasks());
            settle();
            return drain(fleet, enqueued);
        }
    }

    private Round drain(Fleet fleet, BulkEnqueue.Enqueuing enqueued) throws SQLException, InterruptedException {
        ServerStatistics before = ServerStatistics.read(database.dataSource());
        conditions.progress().tell("draining %,d".formatted(scenario.tasks()));
        long startMicros = WallClock.micros();
        fleet.release();
        released.accept(fleet);
        List<Fleet.Finished> finished = fleet.awaitStopped(scenario.deadline(), new Vitals(database.dataSource()));
        fleet.awaitExit(EXIT);
        Further.Rescue rescue = fleet.faults().isEmpty()
                ? null
                : new MopUp(scenario, database.url(), Queue.on(database.dataSource())).run(conditions.progress());
        Span span = new Span(startMicros, rescue == null ? Fleet.lastStop(finished) : WallClock.micros());
        ServerStatistics after = ServerStatistics.read(database.dataSource());
        conditions.progress().tell("checking the books");
        Measured measured = new Measured(span);
        Books books = workload.read(enqueued.ids(), measured);
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
