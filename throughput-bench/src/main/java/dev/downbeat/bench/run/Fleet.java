package dev.downbeat.bench.run;

import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.task.BenchTasks;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.worker.process.WorkerEvent;
import dev.downbeat.worker.spawn.SpawnedWorker;
import dev.downbeat.worker.spawn.WorkerFailedException;
import dev.downbeat.worker.spawn.WorkerLaunch;
import dev.downbeat.worker.spawn.WorkerSpawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The worker processes of one run. They start, wait until all are ready, are released together, and are followed to their
 * end; one that dies or stays silent is named and does not keep the others. Closing kills what still lives.
 */
final class Fleet implements AutoCloseable {
    private final List<Member> members = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /** One process, and what it told. */
    private record Member(String id, SpawnedWorker process) {}

    /** A worker that came to its end. */
    record Finished(String id, WorkerEvent.Ready ready, WorkerEvent.Stopped stopped) {}

    private Fleet() {}

    /** Starts workers that wait for their release, drain, and stop. */
    static Fleet draining(DatabaseUrl database, Scenario scenario) {
        return spawn(database, scenario, "--drain", "--hold");
    }

    /** Starts workers that wait for their release, and work until they are stopped. */
    static Fleet standing(DatabaseUrl database, Scenario scenario) {
        return spawn(database, scenario, "--hold");
    }

    /** Starts one worker that drains at once and stops. */
    static Fleet alone(DatabaseUrl database, Scenario scenario) {
        return spawn(database, scenario.withWorkers(1).withoutWarmUp(), "--drain");
    }

    private static Fleet spawn(DatabaseUrl database, Scenario scenario, String... arguments) {
        WorkerLaunch launch = WorkerLaunch.on(database)
                .heap(scenario.tuning().heap())
                .with(arguments)
                .with("--queue", BenchTasks.QUEUE);
        for (String setting : scenario.tuning().settings()) {
            launch = launch.with("--setting", setting);
        }
        if (scenario.warmUp() > 0) {
            launch = launch.with("--warm-up", BenchTasks.WARM_UP_QUEUE);
        }
        WorkerSpawner spawner = WorkerSpawner.ofThisJvm();
        Fleet fleet = new Fleet();
        try {
            for (int i = 1; i <= scenario.workers(); i++) {
                String id = "worker-" + i;
                fleet.members.add(new Member(id, spawner.spawn(launch.with("--name", id))));
            }
            return fleet;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    /** Waits until each is ready or has failed to be; those that failed are out. */
    void awaitReady(Duration deadline) {
        Deadline end = Deadline.in(deadline);
        List<Member> failed = new ArrayList<>();
        for (Member member : members) {
            try {
                member.process.awaitReady(end.left());
            } catch (WorkerFailedException e) {
                blame(member, e);
                failed.add(member);
            }
        }
        members.removeAll(failed);
    }

    /** Waits until each has run its warm-up. */
    void awaitWarm(Duration deadline) {
        Deadline end = Deadline.in(deadline);
        for (Member member : List.copyOf(members)) {
            try {
                member.process.awaitWarm(end.left());
            } catch (WorkerFailedException e) {
                blame(member, e);
                members.remove(member);
            }
        }
    }

    /** Lets all that are ready begin. */
    void release() {
        for (Member member : List.copyOf(members)) {
            try {
                member.process.release();
            } catch (WorkerFailedException e) {
                blame(member, e);
                members.remove(member);
            }
        }
    }

    /** Waits until each has stopped or failed to; returns those that stopped. */
    List<Finished> awaitStopped(Duration deadline) {
        Deadline end = Deadline.in(deadline);
        List<Finished> finished = new ArrayList<>();
        for (Member member : members) {
            try {
                WorkerEvent.Stopped stopped = member.process.awaitStopped(end.left());
                finished.add(new Finished(member.id, member.process.awaitReady(Duration.ZERO), stopped));
            } catch (WorkerFailedException e) {
                blame(member, e);
            }
        }
        return finished;
    }

    /** Asks all to stop and waits for it; returns those that did within the grace. */
    List<Finished> stop(Duration grace) {
        members.forEach(member -> member.process.requestStop());
        return awaitStopped(grace);
    }

    /** Returns when the last of them stopped; now if none did. */
    static long lastStop(List<Finished> finished) {
        return finished.stream()
                .mapToLong(worker -> worker.stopped().atMicros())
                .max()
                .orElseGet(Span::nowMicros);
    }

    /** Returns what went wrong so far, with each worker's last lines. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Waits until the processes are gone, and with them their connections: the server counts those at their end. */
    void awaitExit(Duration deadline) {
        Deadline end = Deadline.in(deadline);
        members.forEach(member -> member.process.awaitExit(end.left()));
    }

    @Override
    public void close() {
        members.forEach(member -> member.process.close());
    }

    private void blame(Member member, WorkerFailedException e) {
        List<String> log = e.log();
        String tail = String.join("\n    ", log.subList(Math.max(0, log.size() - 8), log.size()));
        faults.add("%s: %s%s".formatted(member.id, e.getMessage(), tail.isEmpty() ? "" : "\n    " + tail));
    }
}
