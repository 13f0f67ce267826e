package dev.downbeat.bench.check;

import static dev.downbeat.bench.check.Direction.HIGHER;
import static dev.downbeat.bench.check.Direction.LOWER;

import java.time.Duration;
import java.util.List;

/** The fixed set, in the order in which it runs: what everything else stands on comes first. */
final class Checks {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final List<Check> ALL = List.of(
            new Check("connect", "opening a connection", "ms", LOWER, SHORT, ConnectionProbes::opening),
            new Check("round-trip", "a statement that does nothing", "ms", LOWER, SHORT, ConnectionProbes::roundTrip),
            new Check(
                    "pool",
                    "statements of threads that share a pool",
                    "per s",
                    HIGHER,
                    SHORT,
                    ConnectionProbes::pooled),
            new Check("commit", "one durable enqueue", "ms", LOWER, SHORT, QueueProbes::committing),
            new Check("bulk-enqueue", "enqueue of 2 000 at once", "per s", HIGHER, SHORT, QueueProbes::enqueueing),
            new Check(
                    "wake-up",
                    "enqueue until an idle worker's handler starts",
                    "ms",
                    LOWER,
                    LONG,
                    QueueProbes::wakingUp),
            new Check(
                    "throughput",
                    "drain of 2 000 no-ops in this process",
                    "per s",
                    HIGHER,
                    LONG,
                    QueueProbes::draining),
            new Check("steps", "durable steps", "per s", HIGHER, LONG, QueueProbes::steps),
            new Check("invoke", "parents that wait for a child", "per s", HIGHER, LONG, QueueProbes::invoking),
            new Check("playbook-loop", "one item of a playbook's loop", "ms", LOWER, LONG, PlaybookProbe::looping),
            new Check("start-up", "start of a worker process", "ms", LOWER, LONG, ProcessProbes::startingUp),
            new Check("worker-processes", "drain by two processes", "per s", HIGHER, LONG, ProcessProbes::draining),
            new Check("memory", "heap kept by each cycle of work", "KiB", LOWER, LONG, LeakProbes::memory),
            new Check("threads", "threads left behind", "left", LOWER, LONG, LeakProbes::threads),
            new Check("connections", "connections left behind", "left", LOWER, LONG, LeakProbes::connections),
            new Check("processes", "processes left behind", "left", LOWER, LONG, LeakProbes::processes));

    private Checks() {}

    static List<Check> all() {
        return ALL;
    }
}
