package dev.downbeat.bench.run;

import dev.downbeat.bench.arrival.Floor;
import dev.downbeat.bench.arrival.OpenArrival;
import dev.downbeat.bench.machine.WallClock;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.task.BenchTasks;
import dev.downbeat.bench.task.Due;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Queue;
import dev.downbeat.schema.scratch.ScratchDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One measurement in sustained mode: idle workers, work that arrives at a constant rate, latency from the intended arrival.
 *
 * <p>A ramp at the same rate goes before, so that neither enqueuer nor workers are cold; it is not counted. Half before the workers
 * and half after them, bare SQL is measured at the same rate: a disk that is slow just now shows in both.
 */
final class SustainedRun {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration LAST = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;
    private static final int RAMP_SECONDS = 3;
    private static final int FLOOR_SECONDS = 10;

    private final Scenario scenario;
    private final ScratchDatabase database;
    private final Conditions conditions;
    private final Queue queue;
    private final OpenArrival arrival;
    private final Floor floor;

    SustainedRun(Scenario scenario, ScratchDatabase database, Conditions conditions) {
        this.scenario = scenario;
        this.database = database;
        this.conditions = conditions;
        this.queue = Queue.on(database.dataSource());
        this.arrival = new OpenArrival(scenario.ratePerSecond());
        this.floor = new Floor(database.dataSource(), scenario.ratePerSecond());
    }

    RunReport run(@Nullable Long startupAloneMillis, Map<String, String> env)
            throws SQLException, InterruptedException {
        conditions.progress().tell("measuring the floor: bare SQL at the same rate");
        floor.measure(RAMP_SECONDS * scenario.ratePerSecond());
        Histogram least = halfTheFloor();
        RunReport report = amongWorkers(startupAloneMillis, env);
        conditions.progress().tell("measuring the floor again");
        least.add(halfTheFloor());
        return report.with(report.further()
                .with(Further.Floor.of(Objects.requireNonNull(report.startLatency()), Measured.latency(least))));
    }

    private Histogram halfTheFloor() throws SQLException, InterruptedException {
        return floor.measure(Math.clamp(scenario.tasks() / 2, 1, FLOOR_SECONDS * scenario.ratePerSecond()));
    }

    private RunReport amongWorkers(@Nullable Long startupAloneMillis, Map<String, String> env)
            throws SQLException, InterruptedException {
        if (scenario.warmUp() > 0) {
            Workload.of(scenario, database).enqueue(scenario.warmUp());
        }
        conditions.progress().tell("starting %d workers".formatted(scenario.workers()));
        try (Fleet fleet = Fleet.standing(database.url(), scenario, conditions)) {
            fleet.awaitReady(READY);
            if (scenario.warmUp() > 0) {
                conditions.progress().tell("warming up");
                fleet.awaitWarm(scenario.deadline());
            }
            fleet.release();
            arrive(RAMP_SECONDS * scenario.ratePerSecond());
            awaitDone();
            return measure(fleet, startupAloneMillis, env);
        }
    }

    private RunReport measure(Fleet fleet, @Nullable Long startupAloneMillis, Map<String, String> env)
            throws SQLException, InterruptedException {
        ServerStatistics before = ServerStatistics.read(database.dataSource());
        conditions
                .progress()
                .tell("%,d arrivals at %,d a second".formatted(scenario.tasks(), scenario.ratePerSecond()));
        long startMicros = WallClock.micros();
        Ids ids = arrive(scenario.tasks());
        long enqueuedMicros = WallClock.micros() - startMicros;
        awaitDone();
        Span span = new Span(startMicros, WallClock.micros());
        List<Fleet.Finished> finished = fleet.stop(GRACE);
        fleet.awaitExit(GRACE);
        ServerStatistics after = ServerStatistics.read(database.dataSource());
        conditions.progress().tell("checking the books");
        Measured measured = new Measured(span);
        Books books = Books.read(database.dataSource(), ids, entry -> {
            if (ids.contains(entry.id())) {
                measured.add(entry);
            }
        });
        Arrivals arrivals = Arrivals.read(database.dataSource(), ids);
        RunReport.Enqueue enqueue =
                new RunReport.Enqueue(enqueuedMicros / 1000, scenario.tasks() * 1e6 / enqueuedMicros);
        return new Round(scenario, fleet.faults(), enqueue, finished, span, before, after, books, measured, null)
                .report(startupAloneMillis, env)
                .latencies(
                        Measured.latency(arrivals.untilCompleted()),
                        Measured.latency(arrivals.untilStarted()),
                        Measured.curve(arrivals.untilCompleted()));
    }

    private Ids arrive(int executions) throws SQLException, InterruptedException {
        Ids ids = new Ids(executions);
        arrival.run(executions, (number, dueMicros) -> queue.enqueue(BenchTasks.CLOCKED, new Due(number, dueMicros)))
                .forEach(execution -> ids.add(execution.id()));
        return ids;
    }

    /** Waits until nothing is left; what stays longer than the deadline is found in the books. */
    private void awaitDone() throws InterruptedException {
        Deadline end = Deadline.in(LAST);
        ExecutionFilter live = ExecutionFilter.ALL.in(
                ExecutionState.READY, ExecutionState.RUNNING, ExecutionState.SCHEDULED, ExecutionState.WAITING);
        while (queue.count(live) > 0 && !end.left().isZero()) {
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
