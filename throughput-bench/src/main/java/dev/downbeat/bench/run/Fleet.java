package dev.downbeat.bench.run;

import dev.downbeat.bench.machine.WallClock;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.task.BenchTasks;
import dev.downbeat.playbook.run.Commands;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.worker.process.WorkerEvent;
import dev.downbeat.worker.spawn.SpawnedWorker;
import dev.downbeat.worker.spawn.WorkerFailedException;
import dev.downbeat.worker.spawn.WorkerLaunch;
import dev.downbeat.worker.spawn.WorkerSpawner;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The worker processes of one run. They start, wait until all are ready, are released together, and are followed to their
 * end; one that dies or stays silent is named and does not keep the others. Closing kills what still lives.
 */
final class Fleet implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int LOG_LINES = 8;

    private final List<Member> members = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /** One process, and what it told. */
    private record Member(String id, SpawnedWorker process) {}

    /** A worker that came to its end. */
    record Finished(String id, WorkerEvent.Ready ready, WorkerEvent.Stopped stopped) {}

    private Fleet() {}

    /** Starts workers that wait for their release, drain, and stop. */
    static Fleet draining(DatabaseUrl database, Scenario scenario, Conditions conditions) {
        return spawn("worker", database, scenario, conditions.profiles(), "--drain", "--hold");
    }

    /** Starts workers that wait for their release, and work until they are stopped. */
    static Fleet standing(DatabaseUrl database, Scenario scenario, Conditions conditions) {
        return spawn("worker", database, scenario, conditions.profiles(), "--hold");
    }

    /** Starts one worker that drains at once and stops. */
    static Fleet alone(DatabaseUrl database, Scenario scenario) {
        return spawn("worker", database, scenario.withWorkers(1).withoutWarmUp(), null, "--drain");
    }

    /** Starts one worker that waits for its release, does what others left, and is stopped. */
    static Fleet rescuing(DatabaseUrl database, Scenario scenario) {
        return spawn("rescuer", database, scenario.withWorkers(1).withoutWarmUp(), null, "--hold");
    }

    private static Fleet spawn(
            String name, DatabaseUrl database, Scenario scenario, @Nullable Path profiles, String... arguments) {
        WorkerLaunch launch = WorkerLaunch.on(database)
                .heap(scenario.tuning().heap())
                .with(arguments)
                .with("--queue", scenario.task().isPlaybook() ? Commands.QUEUE : BenchTasks.QUEUE);
        for (String setting : scenario.tuning().settings()) {
            launch = launch.with("--setting", setting);
        }
        if (scenario.warmUp() > 0) {
            launch = launch.with("--warm-up");
        }
        WorkerSpawner spawner = WorkerSpawner.ofThisJvm();
        Fleet fleet = new Fleet();
        try {
            for (int i = 1; i <= scenario.workers(); i++) {
                String id = name + "-" + i;
                fleet.members.add(
                        new Member(id, spawner.spawn(profiled(launch.with("--name", id), profiles, scenario, id))));
            }
            return fleet;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private static WorkerLaunch profiled(WorkerLaunch launch, @Nullable Path profiles, Scenario scenario, String id) {
        return profiles == null
                ? launch
                : launch.jvm("-XX:StartFlightRecording:settings=profile,dumponexit=true,filename="
                        + profiles.resolve(scenario.name() + "-" + id + ".jfr").toAbsolutePath());
    }

    /** Waits until each is ready or has failed to be; those that failed are out. */
    void awaitReady(Duration deadline) {
        Deadline end = Deadline.in(deadline);
        each(member -> member.process.awaitReady(end.left()));
    }

    /** Waits until each has run its warm-up; those that failed are out. */
    void awaitWarm(Duration deadline) {
        Deadline end = Deadline.in(deadline);
        each(member -> member.process.awaitWarm(end.left()));
    }

    /** Lets all that are ready begin. */
    void release() {
        each(member -> member.process.release());
    }

    /** Whether none is left. */
    boolean isEmpty() {
        return members.isEmpty();
    }

    /** One for which it fails is named, ended, and out. */
    private void each(Consumer<Member> action) {
        for (Member member : List.copyOf(members)) {
            try {
                action.accept(member);
            } catch (WorkerFailedException e) {
                blame(member, e);
                member.process.close();
                members.remove(member);
            }
        }
    }

    /**
     * Waits until each has stopped or is lost: its process ended, it renews no lease, or time is up. Lost ones are named with
     * their last lines, and killed.
     *
     * @return those that stopped
     */
    List<Finished> awaitStopped(Duration deadline, Vitals vitals) throws SQLException {
        Deadline end = Deadline.in(deadline);
        List<Finished> finished = new ArrayList<>();
        List<Member> pending = new ArrayList<>(members);
        while (!pending.isEmpty() && !end.left().isZero()) {
            Map<String, Long> silent = vitals.silent();
            Deadline look = Deadline.in(LOOK);
            for (Member member : List.copyOf(pending)) {
                Duration patience = end.left().compareTo(look.left()) < 0 ? end.left() : look.left();
                if (finishes(member, patience, silent.get(member.id), finished)) {
                    pending.remove(member);
                }
            }
        }
        for (Member member : pending) {
            lose(member, "%s has not stopped within %d s".formatted(member.id, deadline.toSeconds()));
        }
        return finished;
    }

    /** Returns whether nothing more is to be waited for. */
    private boolean finishes(Member member, Duration patience, @Nullable Long silentSeconds, List<Finished> finished) {
        boolean lived = member.process.alive();
        try {
            // One that has ended may have told so a moment ago.
            WorkerEvent.Stopped stopped = member.process.awaitStopped(lived ? patience : LAST_WORDS);
            finished.add(new Finished(member.id, member.process.awaitReady(Duration.ZERO), stopped));
            return true;
        } catch (WorkerFailedException e) {
            if (silentSeconds != null && member.process.alive()) {
                lose(
                        member,
                        "%s lives but renews its lease no more: it ran out %d s ago"
                                .formatted(member.id, silentSeconds));
                return true;
            }
            if (member.process.alive() || lived) {
                return false;
            }
            blame(member, member.process.failure());
            return true;
        }
    }

    private void lose(Member member, String reason) {
        member.process.kill();
        faults.add(reason + tail(member.process.log()));
    }

    /** Asks all to stop and waits for it; returns those that did within the grace. */
    List<Finished> stop(Duration grace) {
        members.forEach(member -> member.process.requestStop());
        Deadline end = Deadline.in(grace);
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

    /** Returns when the last of them stopped; now if none did. */
    static long lastStop(List<Finished> finished) {
        return finished.stream()
                .mapToLong(worker -> worker.stopped().atMicros())
                .max()
                .orElseGet(WallClock::micros);
    }

    /** Returns the process of this number, from 0. */
    SpawnedWorker process(int number) {
        return members.get(number).process;
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
        faults.add("%s: %s%s".formatted(member.id, e.getMessage(), tail(e.log())));
    }

    private static String tail(List<String> log) {
        return log.subList(Math.max(0, log.size() - LOG_LINES), log.size()).stream()
                .map(line -> "\n    " + line)
                .collect(Collectors.joining());
    }
}
