package dev.downbeat.bench.check;

import dev.downbeat.bench.report.RunReport;
import dev.downbeat.bench.run.Conditions;
import dev.downbeat.bench.run.Coordinator;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.ScenarioCatalog;
import dev.downbeat.bench.task.BenchTasks;
import dev.downbeat.worker.spawn.SpawnedWorker;
import dev.downbeat.worker.spawn.WorkerLaunch;
import dev.downbeat.worker.spawn.WorkerSpawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What worker processes cost and whether they do their work. */
final class ProcessProbes {
    private static final int STARTS = 4;
    private static final Duration READY = Duration.ofSeconds(15);
    private static final Duration EXIT = Duration.ofSeconds(10);
    private static final int TASKS = 500;

    private ProcessProbes() {}

    /** From the start of a JVM to its ready line. */
    static Reading startingUp(Site site) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (SpawnedWorker worker = spawn(site)) {
                millis.add((double) worker.awaitReady(READY).startupMillis());
                if (!worker.awaitExit(EXIT) || worker.exitCode().orElse(-1) != 0) {
                    throw new BrokenException("a worker process with nothing to drain did not end well: "
                            + String.join(" | ", worker.log()));
                }
            }
        }
        return Reading.of(millis);
    }

    /** The smallest scenario, with the books read by id. */
    static Reading draining(Site site) throws Exception {
        Scenario quick =
                ScenarioCatalog.builtIn().named(List.of("quick")).getFirst().withTasks(TASKS);
        RunReport report;
        try (Coordinator coordinator = Coordinator.sharing(site.databases(), Conditions.telling(phase -> {}))) {
            report = coordinator.run(quick, 1);
        }
        if (!report.good()) {
            throw new BrokenException("%d lost, %d doubled, %d failed %s"
                    .formatted(
                            report.lost(), report.duplicated(), report.failed(), String.join("; ", report.faults())));
        }
        return Reading.of(report.throughput().overallPerSecond())
                .noting("%d executions on %d cold processes, none lost, none doubled"
                        .formatted(TASKS, quick.workers()));
    }

    static SpawnedWorker spawn(Site site) {
        return WorkerSpawner.ofThisJvm()
                .spawn(WorkerLaunch.on(site.url()).with("--drain", "--queue", BenchTasks.QUEUE, "--name", "check"));
    }
}
