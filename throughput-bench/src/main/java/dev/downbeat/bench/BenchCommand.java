package dev.downbeat.bench;

import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.ScenarioCatalog;
import dev.downbeat.worker.cli.CommonOptions;
import dev.downbeat.worker.cli.ExitCode;
import dev.downbeat.worker.console.TextTable;
import dev.downbeat.worker.process.ShutdownSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Spawn worker processes, measure them, and check that nothing was lost or doubled.",
        footer = {
            "",
            "A first look:      downbeat bench quick",
            "All scenarios:     downbeat bench --list",
            "For a pipeline:    downbeat bench --ci --out target/bench --baseline FILE",
            "Exit code 1: work was lost or something is broken, 3: the database is not there, 4: slower than the baseline.",
            "The role needs the right to create databases: each run gets one of its own."
        })
final class BenchCommand implements Callable<Integer> {
    /** For what is left to do once a signal has come: end the workers, drop the databases. */
    private static final Duration TO_CLOSE = Duration.ofSeconds(20);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ScenarioOptions scenarios = new ScenarioOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ConditionOptions conditions = new ConditionOptions();

    @Option(names = "--list", description = "show the scenarios")
    private boolean list;

    @Option(names = "--ci", description = "run a fixed set of small checks, in well under two minutes")
    private boolean checks;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = {
                "compare with an earlier --json FILE; exit 4 if a figure fell by more than noise explains,",
                "again when it is measured once more, and by more than the machine itself was slower"
            })
    private @Nullable Path baseline;

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            show(scenarios.catalog());
            return ExitCode.GOOD.code();
        }
        try (ShutdownSignal signal = ShutdownSignal.watch(TO_CLOSE, ExitCode.INTERRUPTED.code())) {
            signal.answeredBy(Thread.currentThread()::interrupt);
            return measure(signal).code();
        }
    }

    /** An interrupt stops workers and drops databases on its way here; what it could not do, it tells. */
    private ExitCode measure(ShutdownSignal signal) throws InterruptedException {
        try {
            ExitCode code = checks
                    ? new CheckSession(common, output).run(baseline)
                    : new ScenarioSession(common, output, conditions)
                            .run(scenarios.chosen(output.json()), scenarios.repeats(), baseline);
            return signal.received() ? ExitCode.INTERRUPTED : code;
        } catch (InterruptedException | RuntimeException e) {
            if (!signal.received()) {
                throw e;
            }
            common.console().notice("Interrupted: nothing is reported.");
            for (Throwable failure : e.getSuppressed()) {
                common.console().notice("It leaves something behind: " + failure.getMessage());
            }
            return ExitCode.INTERRUPTED;
        }
    }

    private void show(ScenarioCatalog catalog) {
        TextTable table = TextTable.of("SCENARIO", "MODE", "TASK", ">WORKERS", ">TASKS", "WHAT IT IS");
        for (Scenario scenario : catalog.all()) {
            String task = scenario.task().unit().isEmpty()
                    ? scenario.task().key()
                    : "%s %d %s"
                            .formatted(
                                    scenario.task().key(),
                                    scenario.size(),
                                    scenario.task().unit());
            table.row(
                    scenario.name(),
                    scenario.mode().key(),
                    task,
                    scenario.workers(),
                    scenario.tasks(),
                    scenario.description());
        }
        common.console().table(table);
    }
}
