package dev.downbeat.bench.check;

import dev.downbeat.bench.scenario.TaskKind;
import dev.downbeat.bench.statistics.Sample;
import dev.downbeat.queue.Worker;
import dev.downbeat.worker.spawn.SpawnedWorker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** What is still there after the work is over: memory, threads, connections, processes. */
final class LeakProbes {
    private static final int CYCLES = 5;
    private static final int TASKS = 2_000;
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 20;

    /** Beyond this a cycle has kept something of each of its executions. */
    private static final double MOST_KIB_A_CYCLE = 1_024;

    private static final String CONNECTIONS = """
            select count(*) from pg_stat_activity
            where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
            """;

    private LeakProbes() {}

    /** How much more heap is in use after each cycle of the same work, the garbage collected. */
    static Reading memory(Site site) throws Exception {
        drain(site);
        List<Double> growth = new ArrayList<>();
        double before = usedKib();
        double first = before;
        for (int i = 0; i < CYCLES; i++) {
            drain(site);
            double now = usedKib();
            growth.add(now - before);
            before = now;
        }
        double median = Sample.of(growth).median();
        if (median > MOST_KIB_A_CYCLE) {
            throw new BrokenException("the heap grows by %.0f KiB with each %d executions".formatted(median, TASKS));
        }
        return Reading.of(median)
                .noting(String.format(
                        Locale.ROOT,
                        "%.1f MiB before, %.1f MiB after %d cycles of %d executions",
                        first / 1024,
                        before / 1024,
                        CYCLES,
                        TASKS));
    }

    static Reading threads(Site site) throws Exception {
        drain(site); // what is started once and kept
        Set<Thread> before = platformThreads();
        for (int i = 0; i < CYCLES; i++) {
            drain(site);
        }
        return none(() -> {
            Set<Thread> left = platformThreads();
            left.removeAll(before);
            return left.stream().map(Thread::getName).toList();
        });
    }

    static Reading connections(Site site) throws Exception {
        int before = connectionsOf(site);
        for (int i = 0; i < CYCLES; i++) {
            drain(site);
        }
        return none(() -> {
            int more = connectionsOf(site) - before;
            // The pool may have opened what it is allowed to; a worker's own connections must be gone.
            return more > site.poolSize() ? List.of(more + " connections") : List.of();
        });
    }

    static Reading processes(Site site) throws Exception {
        Set<Long> before = children();
        try (SpawnedWorker worker = ProcessProbes.spawn(site)) {
            worker.awaitReady(SETTLING.multipliedBy(2));
        }
        return none(() -> {
            Set<Long> left = children();
            left.removeAll(before);
            return left.stream().map(pid -> "process " + pid).toList();
        });
    }

    private static void drain(Site site) throws InterruptedException {
        site.queue().enqueueAll(QueueProbes.requests(TaskKind.NOOP, 0, TASKS));
        try (Worker worker = QueueProbes.worker(site)) {
            worker.drain();
        }
    }

    /** Gives what is ending the time to end; what is still there then is left behind. */
    private static Reading none(Callable<List<String>> left) throws Exception {
        long end = System.nanoTime() + SETTLING.toNanos();
        List<String> found = left.call();
        while (!found.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLIS);
            found = left.call();
        }
        if (!found.isEmpty()) {
            throw new BrokenException("left behind: " + String.join(", ", found));
        }
        return Reading.of(0);
    }

    private static double usedKib() {
        Runtime runtime = Runtime.getRuntime();
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, (runtime.totalMemory() - runtime.freeMemory()) / 1024.0);
        }
        return least;
    }

    /** Without the carriers of virtual threads, which come and go as the JVM likes. */
    private static Set<Thread> platformThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
                .collect(Collectors.toSet());
    }

    private static Set<Long> children() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private static int connectionsOf(Site site) throws SQLException {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CONNECTIONS)) {
            row.next();
            return row.getInt(1);
        }
    }
}
