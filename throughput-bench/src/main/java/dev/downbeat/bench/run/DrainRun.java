package dev.downbeat.bench.run;

import static java.util.stream.Collectors.toMap;

import dev.downbeat.bench.ceiling.Checkpoint;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.TaskKind;
import dev.downbeat.bench.task.BenchTasks;
import dev.downbeat.bench.task.Requests;
import dev.downbeat.queue.Queue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One measurement in drain mode: all is enqueued, all workers are ready, then the clock starts. */
final class DrainRun {
    private static final Duration READY = Duration.ofSeconds(60);

    private final Scenario scenario;
    private final BenchDatabase database;
    private final Progress progress;
    private final @Nullable Long startupAloneMillis;

    DrainRun(Scenario scenario, BenchDatabase database, Progress progress, @Nullable Long startupAloneMillis) {
        this.scenario = scenario;
        this.database = database;
        this.progress = progress;
        this.startupAloneMillis = startupAloneMillis;
    }

    RunReport run() throws SQLException, InterruptedException {
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
        try (Fleet fleet = Fleet.spawn(database.url(), scenario.workers(), scenario.tuning(), arguments())) {
            fleet.awaitReady(READY);
            if (scenario.warmUp() > 0) {
                progress.tell("warming up");
                fleet.awaitWarm(scenario.deadline());
            }
            settle();
            return drain(fleet, enqueued);
        }
    }

    private String[] arguments() {
        List<String> arguments = new ArrayList<>(List.of("--hold", "--queue", BenchTasks.QUEUE));
        if (scenario.warmUp() > 0) {
            arguments.add("--warm-up");
            arguments.add(BenchTasks.WARM_UP_QUEUE);
        }
        return arguments.toArray(String[]::new);
    }

    private RunReport drain(Fleet fleet, BulkEnqueue.Enqueuing enqueued) throws SQLException, InterruptedException {
        ServerStatistics before = ServerStatistics.read(database.dataSource());
        progress.tell("draining %,d".formatted(scenario.tasks()));
        long startMicros = nowMicros();
        fleet.release();
        List<Fleet.Finished> finished = fleet.awaitStopped(scenario.deadline());
        long endMicros = finished.stream()
                .mapToLong(worker -> worker.stopped().atMicros())
                .max()
                .orElseGet(DrainRun::nowMicros);
        fleet.close();
        ServerStatistics after = ServerStatistics.read(database.dataSource());
        progress.tell("checking the books");
        Measured measured = new Measured(startMicros, endMicros - startMicros);
        Books books = Books.read(database.dataSource(), enqueued.ids(), measured::add);
        return report(fleet, enqueued, finished, new Span(startMicros, endMicros), before, after, measured, books);
    }

    /** The bulk insert leaves dirty pages and no statistics; a ceiling is measured after the same care. */
    private void settle() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze downbeat.ready");
            Checkpoint.ifPermitted(statement);
        }
    }

    private record Span(long startMicros, long endMicros) {
        double millis() {
            return Math.max(1, endMicros - startMicros) / 1000.0;
        }
    }

    private RunReport report(
            Fleet fleet,
            BulkEnqueue.Enqueuing enqueued,
            List<Fleet.Finished> finished,
            Span span,
            ServerStatistics before,
            ServerStatistics after,
            Measured measured,
            Books books)
            throws SQLException {
        double perSecond = (books.processed() + books.children()) * 1000.0 / span.millis();
        return new RunReport(
                scenario.name(),
                scenario.workers(),
                scenario.tasks(),
                books.processed(),
                books.lost(),
                books.duplicated(),
                new RunReport.Enqueue(enqueued.nanos() / 1_000_000, scenario.tasks() * 1e9 / enqueued.nanos()),
                startup(finished),
                new RunReport.Execution(span.millis()),
                new RunReport.Throughput(perSecond, perSecond / scenario.workers()),
                finished.stream().map(measured::worker).toList(),
                measured.latency(),
                null,
                RunReports.database(before, after, scenario.tasks()),
                Environment.read(database.dataSource()),
                books.failed(),
                books.reclaimed(),
                faults(fleet, books),
                null,
                measured.timeline(finished.stream()
                        .collect(toMap(worker -> worker.stopped().workerId(), Fleet.Finished::id))),
                null);
    }

    private RunReport.Startup startup(List<Fleet.Finished> finished) {
        var millis = finished.stream()
                .mapToLong(worker -> worker.ready().startupMillis())
                .summaryStatistics();
        return new RunReport.Startup(millis.getAverage(), finished.isEmpty() ? 0 : millis.getMax(), startupAloneMillis);
    }

    private List<String> faults(Fleet fleet, Books books) {
        List<String> faults = new ArrayList<>(fleet.faults());
        long expectedChildren = scenario.tasks() * (scenario.task().executionsPerTask(scenario.size()) - 1L);
        if (books.children() != expectedChildren) {
            faults.add("expected %d child executions, found %d".formatted(expectedChildren, books.children()));
        }
        if (books.unfinished() > 0) {
            faults.add("%d executions are still unfinished".formatted(books.unfinished()));
        }
        return faults;
    }

    static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
