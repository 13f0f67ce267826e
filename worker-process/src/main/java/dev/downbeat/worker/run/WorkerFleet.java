package dev.downbeat.worker.run;

import dev.downbeat.worker.spawn.SpawnedWorker;
import dev.downbeat.worker.spawn.WorkerFailedException;
import dev.downbeat.worker.spawn.WorkerLaunch;
import dev.downbeat.worker.spawn.WorkerSpawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The workers of one run. A worker that dies is replaced, a few times. Closing stops all within the grace. For one thread.
 */
public final class WorkerFleet implements Crew {
    private static final int MOST_REPLACEMENTS = 10;

    private final WorkerSpawner spawner;
    private final WorkerLaunch launch;
    private final Duration grace;
    private final Consumer<String> notices;
    private final List<SpawnedWorker> workers = new ArrayList<>();
    private int replacements;

    private WorkerFleet(WorkerSpawner spawner, WorkerLaunch launch, Duration grace, Consumer<String> notices) {
        this.spawner = spawner;
        this.launch = launch;
        this.grace = grace;
        this.notices = notices;
    }

    /** Starts this many workers; they may not be ready yet when this returns. */
    public static WorkerFleet start(
            WorkerSpawner spawner, WorkerLaunch launch, int size, Duration grace, Consumer<String> notices) {
        WorkerFleet fleet = new WorkerFleet(spawner, launch, grace, notices);
        for (int i = 0; i < size; i++) {
            fleet.workers.add(spawner.spawn(launch));
        }
        return fleet;
    }

    @Override
    public String describe() {
        return workers.size() == 1 ? "1 worker process" : workers.size() + " worker processes";
    }

    /**
     * Replaces workers that have died.
     *
     * @throws WorkerFailedException if they die faster than replacing them can help
     */
    @Override
    public void tend() {
        for (int i = 0; i < workers.size(); i++) {
            SpawnedWorker worker = workers.get(i);
            if (!worker.alive()) {
                if (replacements++ == MOST_REPLACEMENTS || worker.failedToStart()) {
                    throw worker.failure();
                }
                notices.accept("worker process %d ended with code %d; another takes its place"
                        .formatted(worker.pid(), worker.exitCode().orElse(-1)));
                worker.close();
                workers.set(i, spawner.spawn(launch));
            }
        }
    }

    @Override
    public void close() {
        workers.forEach(SpawnedWorker::requestStop);
        long end = System.nanoTime() + grace.toNanos();
        for (SpawnedWorker worker : workers) {
            worker.awaitExit(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            worker.close();
        }
    }
}
