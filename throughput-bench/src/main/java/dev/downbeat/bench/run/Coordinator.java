package dev.downbeat.bench.run;

import dev.downbeat.bench.ceiling.Ceiling;
import dev.downbeat.bench.ceiling.CeilingResult;
import dev.downbeat.bench.ceiling.CeilingSettings;
import dev.downbeat.bench.machine.Machine;
import dev.downbeat.bench.machine.Yardstick;
import dev.downbeat.bench.report.Further;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.scenario.Mode;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.statistics.Sample;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.scratch.ScratchDatabase;
import dev.downbeat.schema.scratch.ScratchDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios, each repeat in a database of its own, and reports what they came to. Closing removes what is left on the
 * server. For one thread.
 */
public final class Coordinator implements AutoCloseable {
    private static final Duration START_UP = Duration.ofSeconds(60);

    private final ScratchDatabases databases;
    private final boolean shared;
    private final Conditions conditions;
    private @Nullable Long startupAloneMillis;

    private Coordinator(ScratchDatabases databases, boolean shared, Conditions conditions) {
        this.databases = databases;
        this.shared = shared;
        this.conditions = conditions;
    }

    /**
     * Prepares the server.
     *
     * @param server any database on it, of a role that may create databases
     */
    public static Coordinator on(DatabaseUrl server, Conditions conditions) throws SQLException {
        conditions.progress().tell("preparing the schema");
        return new Coordinator(ScratchDatabases.prepare(server), false, conditions);
    }

    /** Takes databases from somebody who will close them. */
    public static Coordinator sharing(ScratchDatabases databases, Conditions conditions) {
        return new Coordinator(databases, true, conditions);
    }

    /**
     * Runs the scenario.
     *
     * @param repeats how often; the figures are those of the median
     */
    public RunReport run(Scenario scenario, int repeats) throws SQLException, InterruptedException {
        if (scenario.mode() == Mode.CEILING) {
            return ceilingReport(scenario, repeats);
        }
        CeilingResult ceiling = scenario.ceilingRows() > 0 ? ceiling(scenario.ceilingRows(), 3) : null;
        Scenario against = scenario.against();
        Long alone = scenario.mode() == Mode.ENQUEUE ? null : startupAlone(scenario);
        List<RunReport> runs = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            if (against != null) {
                conditions.progress().tell("first %s, to compare with".formatted(against.name()));
                others.add(measure(against, alone).throughput().overallPerSecond());
            }
            runs.add(measure(scenario, alone));
        }
        RunReport report = summary(runs, ceiling);
        return against == null
                ? report
                : report.with(report.further().with(compared(against, report, Sample.of(others))));
    }

    private RunReport measure(Scenario scenario, @Nullable Long startupAlone)
            throws SQLException, InterruptedException {
        try (ScratchDatabase database = databases.fresh()) {
            prepare(database);
            Machine before = Yardstick.read(database.dataSource());
            RunReport report = measurePinnedOrNot(scenario, database, startupAlone);
            Machine after = Yardstick.read(database.dataSource());
            return report.with(report.further().with(Machine.median(List.of(before, after))));
        }
    }

    private RunReport measurePinnedOrNot(Scenario scenario, ScratchDatabase database, @Nullable Long startupAlone)
            throws SQLException, InterruptedException {
        if (!scenario.pinned()) {
            return measure(scenario, database, startupAlone);
        }
        PinnedHorizon pinned = PinnedHorizon.on(database.dataSource());
        try {
            return measure(scenario, database, startupAlone);
        } finally {
            pinned.close();
        }
    }

    private static Further.Ceiling compared(Scenario against, RunReport report, Sample others) {
        double perSecond = report.rates().median();
        return new Further.Ceiling(
                against.name(), others.median(), perSecond / others.median(), Map.of(against.name(), others.median()));
    }

    @Override
    public void close() {
        if (!shared) {
            databases.close();
        }
    }

    private RunReport measure(Scenario scenario, ScratchDatabase database, @Nullable Long startupAlone)
            throws SQLException, InterruptedException {
        Map<String, String> env = Environment.read(database.dataSource());
        RunReport report = switch (scenario.mode()) {
            case SUSTAINED -> new SustainedRun(scenario, database, conditions).run(startupAlone, env);
            case ENQUEUE -> new EnqueueRun(scenario, database, conditions).run(env);
            case DRAIN -> new DrainRun(scenario, database, conditions).run().report(startupAlone, env);
            case CEILING -> throw new IllegalStateException("measured apart: " + scenario.name());
        };
        return conditions.profiles() == null
                ? report
                : report.with(report.further().profiled(HotMethods.in(conditions.profiles())));
    }

    private void prepare(ScratchDatabase database) throws SQLException {
        if (!conditions.preparation().isBlank()) {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(conditions.preparation());
            }
        }
    }

    /** Start-up by itself: one worker, an empty queue, the machine idle. Measured once. */
    private Long startupAlone(Scenario scenario) throws SQLException {
        if (startupAloneMillis == null) {
            conditions.progress().tell("measuring start-up");
            try (ScratchDatabase database = databases.fresh();
                    Fleet fleet = Fleet.alone(database.url(), scenario)) {
                fleet.awaitReady(START_UP);
                startupAloneMillis = fleet.awaitStopped(START_UP, new Vitals(database.dataSource())).stream()
                        .map(worker -> worker.ready().startupMillis())
                        .findFirst()
                        .orElseThrow(() -> new WorkersFailedException(fleet.faults()));
            }
        }
        return startupAloneMillis;
    }

    private CeilingResult ceiling(int rows, int repeats) throws SQLException, InterruptedException {
        conditions.progress().tell("measuring the ceiling");
        try (ScratchDatabase database = databases.fresh()) {
            CeilingSettings settings = CeilingSettings.DEFAULT.withRows(rows).withRepeats(repeats);
            return new Ceiling(database.dataSource(), settings).measure();
        }
    }

    private static RunReport summary(List<RunReport> runs, @Nullable CeilingResult ceiling) {
        List<Double> rates =
                runs.stream().map(run -> run.throughput().overallPerSecond()).toList();
        Sample sample = Sample.of(rates);
        RunReport median = runs.stream()
                .min(Comparator.comparing(RunReport::good)
                        .thenComparingDouble(run -> Math.abs(run.throughput().overallPerSecond() - sample.median())))
                .orElseThrow();
        Further.Repeats repeats =
                runs.size() == 1 ? null : new Further.Repeats(rates, sample.median(), sample.relativeSpread());
        Machine machine = Machine.median(runs.stream()
                .map(run -> run.further().machine())
                .filter(Objects::nonNull)
                .toList());
        Further further = median.further().with(repeats).with(machine);
        return median.with(ceiling == null ? further : further.with(compared(ceiling, sample.median())));
    }

    private static Further.Ceiling compared(CeilingResult ceiling, double perSecond) {
        Map<String, Double> shapes = new LinkedHashMap<>();
        ceiling.shapes().forEach(shape -> shapes.put(shape.name(), shape.medianPerSecond()));
        double best = ceiling.best().medianPerSecond();
        return new Further.Ceiling(ceiling.best().name(), best, perSecond / best, shapes);
    }

    private RunReport ceilingReport(Scenario scenario, int repeats) throws SQLException, InterruptedException {
        CeilingResult result = ceiling(scenario.tasks(), Math.max(3, repeats));
        CeilingResult.Shape best = result.best();
        Map<String, String> env;
        try (ScratchDatabase database = databases.fresh()) {
            env = Environment.read(database.dataSource());
        }
        int connections = CeilingSettings.DEFAULT.connections();
        return new RunReport(
                scenario.name(),
                connections,
                scenario.tasks(),
                scenario.tasks(),
                0,
                0,
                new RunReport.Enqueue(0, 0),
                new RunReport.Startup(0, 0, null),
                new RunReport.Execution(scenario.tasks() * 1000.0 / best.medianPerSecond()),
                new RunReport.Throughput(best.medianPerSecond(), best.medianPerSecond() / connections),
                List.of(),
                RunReport.Latency.NONE,
                null,
                RunReport.Database.of(0, best.walBytesPerRow()),
                env,
                0,
                0,
                List.of(),
                Further.NONE
                        .with(compared(result, best.medianPerSecond()))
                        .with(new Further.Repeats(
                                best.rowsPerSecond(),
                                best.medianPerSecond(),
                                Sample.of(best.rowsPerSecond()).relativeSpread())));
    }
}
