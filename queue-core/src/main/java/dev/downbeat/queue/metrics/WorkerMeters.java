package dev.downbeat.queue.metrics;

import dev.downbeat.queue.FinishedRun;
import dev.downbeat.queue.WorkerLoad;
import dev.downbeat.queue.WorkerObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The meters of a worker, or of several in one process, which count together.
 *
 * <pre>{@code
 * Worker.on(queue).observer(WorkerMeters.in(registry)).run(SEND_RECEIPT, …)
 * }</pre>
 *
 * <p>Their names, and what each says, are listed in {@code docs/queue/observability.md}. Tags are the names of tasks, up to
 * {@value #MOST_TASKS}, and outcomes. Safe for any thread.
 */
public final class WorkerMeters implements WorkerObserver {

    /** The runs of further tasks are counted under {@value #OTHER_TASKS}. */
    public static final int MOST_TASKS = 200;

    static final String OTHER_TASKS = "other";

    private final MeterRegistry registry;
    private final ConcurrentHashMap<String, TaskMeters> tasks = new ConcurrentHashMap<>();
    private final List<Supplier<WorkerLoad>> loads = new CopyOnWriteArrayList<>();
    private final Timer claim;
    private final DistributionSummary claimSize;
    private final Timer flush;
    private final DistributionSummary flushSize;
    private final Counter stale;
    private final Counter leasesLost;

    private WorkerMeters(MeterRegistry registry) {
        this.registry = registry;
        this.claim =
                timer("downbeat.claim", "From the call of a claim to its answer, also of those that found nothing");
        this.claimSize = size("downbeat.claim.size", "Executions taken by a claim that found any");
        this.flush = timer("downbeat.flush", "From the call of a flush to its answer");
        this.flushSize = size("downbeat.flush.size", "Outcomes written at once");
        this.stale = Counter.builder("downbeat.flush.stale")
                .description("Outcomes that changed nothing, because their lease was lost")
                .register(registry);
        this.leasesLost = Counter.builder("downbeat.lease.lost")
                .description("Leases that ended before they were renewed")
                .register(registry);
        gauge("downbeat.worker.slots", "Handlers that may run at once", WorkerLoad::slots);
        gauge("downbeat.worker.running", "Slots in use", WorkerLoad::running);
        gauge("downbeat.worker.in.flight", "Executions claimed and not written back", WorkerLoad::inFlight);
    }

    /** Registers the meters; once for each registry. */
    public static WorkerMeters in(MeterRegistry registry) {
        return new WorkerMeters(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(Buckets.STATEMENT)
                .register(registry);
    }

    private DistributionSummary size(String name, String description) {
        return DistributionSummary.builder(name)
                .description(description)
                .serviceLevelObjectives(Buckets.SIZE)
                .register(registry);
    }

    private void gauge(String name, String description, ToIntFunction<WorkerLoad> part) {
        Gauge.builder(
                        name,
                        () -> loads.stream().map(Supplier::get).mapToInt(part).sum())
                .description(description)
                .register(registry);
    }

    @Override
    public void opened(Supplier<WorkerLoad> load) {
        loads.add(load);
    }

    @Override
    public void claimed(int executions, Duration took) {
        claim.record(took);
        if (executions > 0) {
            claimSize.record(executions);
        }
    }

    @Override
    public void ran(FinishedRun run) {
        TaskMeters known = tasks.get(run.task());
        (known == null ? add(run.task()) : known).ran(run);
    }

    private TaskMeters add(String task) {
        String name = tasks.size() < MOST_TASKS ? task : OTHER_TASKS;
        return tasks.computeIfAbsent(name, key -> new TaskMeters(registry, key));
    }

    @Override
    public void flushed(int outcomes, int stale, Duration took) {
        flush.record(took);
        flushSize.record(outcomes);
        this.stale.increment(stale);
    }

    @Override
    public void leaseLost(int executions) {
        leasesLost.increment();
    }
}
