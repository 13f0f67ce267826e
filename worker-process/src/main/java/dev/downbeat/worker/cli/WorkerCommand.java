package dev.downbeat.worker.cli;

import dev.downbeat.worker.process.Lifeline;
import dev.downbeat.worker.process.ShutdownSignal;
import dev.downbeat.worker.process.WorkerAssembly;
import dev.downbeat.worker.process.WorkerProcess;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Settings;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Run one worker: it takes executions of playbook steps and of the tasks on its class path.",
            "Standard output carries one JSON line when it is ready and one when it has stopped."
        })
final class WorkerCommand implements Callable<Integer> {
    /** For what is left to close once the worker has stopped: pools, tools, an embedded server. */
    private static final Duration TO_CLOSE = Duration.ofSeconds(10);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private WorkerOptions options = new WorkerOptions();

    @Option(names = "--drain", description = "stop when nothing is ready and nothing is in flight")
    private boolean drain;

    @Option(names = "--name", paramLabel = "NAME", description = "what people see; default: worker-PID")
    private @Nullable String name;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "serve /metrics, /health and /ready on this port of the loopback address; 0 for any free one")
    private @Nullable String metricsPort;

    @Option(
            names = "--metrics-address",
            paramLabel = "ADDRESS",
            description = "the address of that port; 0.0.0.0 lets other machines in")
    private @Nullable String metricsAddress;

    @Option(names = "--parent-pid", hidden = true, description = "end when this process ends, or standard input does")
    private @Nullable Long parentPid;

    @Option(names = "--hold", hidden = true, description = "prepare, then wait for a line on standard input")
    private boolean hold;

    @Option(names = "--warm-up", hidden = true, description = "drain, then hold")
    private boolean warmUp;

    @Override
    public Integer call() throws InterruptedException {
        options.decide(common);
        common.flag(KnownSettings.METRICS_PORT, metricsPort).flag(KnownSettings.METRICS_ADDRESS, metricsAddress);
        Settings settings = common.usualLogLevel("info").settings();
        String workerName = name == null ? "worker-" + ProcessHandle.current().pid() : name;
        try (ShutdownSignal signal = ShutdownSignal.watch(TO_CLOSE, ExitCode.GOOD.code());
                Session session = common.open(settings, settings.get(KnownSettings.WORKER_CONNECTIONS));
                WorkerMetrics metrics = servesMetrics(settings)
                        ? WorkerMetrics.serve(settings, session.dataSource())
                        : WorkerMetrics.none();
                WorkerAssembly assembly = WorkerAssembly.of(
                        settings, workerName, session.database().url(), session.dataSource(), metrics.observers())) {
            metrics.readyWhen(() -> assembly.worker().id().isPresent());
            signal.answeredBy(assembly::stop);
            Lifeline parent = parentPid == null ? Lifeline.none() : Lifeline.to(parentPid, assembly::stop);
            live(new WorkerProcess(assembly, parent, System.out, metrics.port()), session);
            return ExitCode.GOOD.code();
        }
    }

    /** A port in the environment or the settings file is one worker's: those that were spawned would fight for it. */
    private boolean servesMetrics(Settings settings) {
        return !settings.text(KnownSettings.METRICS_PORT).isEmpty() && (parentPid == null || metricsPort != null);
    }

    private void live(WorkerProcess process, Session session) throws InterruptedException {
        if (warmUp) {
            try (WorkerAssembly warming = WorkerAssembly.of(
                    session.settings(), "warm-up", session.database().url(), session.dataSource())) {
                process.runWarmed(drain, warming.worker());
            }
        } else if (hold) {
            process.runHeld(drain);
        } else {
            process.run(drain);
        }
    }
}
