package dev.downbeat.bench.run;

import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Queue;
import dev.downbeat.schema.scratch.ScratchDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measurement in sustained mode: idle workers, work that arrives at a constant rate, latency from the intended arrival.
 *
 * <p>A ramp at the same rate goes before, so that neither enqueuer nor workers are cold; it is not counted.
 */
final class SustainedRun {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration LAST = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;
    private static final int RAMP_SECONDS = 3;

    private final Scenario scenario;
    private final ScratchDatabase database;
    private final Conditions conditions;
    private final Queue queue;

    SustainedRun(Scenario scenario, ScratchDatabase database, Conditions conditions) {
        this.scenario = scenario;
        this.database = database;
        this.conditions = conditions;
        this.queue = Queue.on(database.dataSource());
    }

    RunReport run(@Nullable Long startupAloneMillis, Map<String, String> env)
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
            OpenArrival arrival = new OpenArrival(queue, scenario.ratePerSecond());
            arrival.run(RAMP_SECONDS * scenario.ratePerSecond());
            awaitDone();
            return measure(fleet, arrival, startupAloneMillis, env);
        }
    }

    private RunReport measure(
            Fleet fleet, OpenArrival arrival, @Nullable Long startupAloneMillis, Map<String, String> env)
            throws SQLException, InterruptedException {
        ServerStatistics before = ServerStatistics.read(database.dataSource());
        conditions
                .progress()
                .tell("%,d arrivals at %,d a second".formatted(scenario.tasks(), scenario.ratePerSecond()));
        long startMicros = Span.nowMicros();
        Ids ids = arrival.run(scenario.tasks());
        long enqueuedMicros = Span.nowMicros() - startMicros;
        awaitDone();
        Span span = new Span(startMicros, Span.nowMicros());
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
