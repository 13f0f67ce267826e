package dev.downbeat.peers;

import dev.downbeat.schema.scratch.ScratchDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One measured drain by warmed processes: all is enqueued, all begin, and the clock runs until nothing is left. */
final class PeerRun {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final Duration EXIT = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 20;
    private static final String HEAP = "-Xmx512m";

    private final Peer peer;
    private final int tasks;
    private final int workers;
    private final Path log;

    PeerRun(Peer peer, int tasks, int workers) throws IOException {
        this.peer = peer;
        this.log = Files.createTempFile("downbeat-peer-" + peer.name(), ".log");
        this.tasks = tasks;
        this.workers = workers;
    }

    /** Returns executions per second. */
    double on(ScratchDatabase database) throws SQLException, IOException, InterruptedException {
        int warmUp = tasks / 2;
        peer.install(database.dataSource());
        peer.enqueue(database.dataSource(), warmUp);
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < workers; i++) {
                processes.add(start(database));
            }
            for (Process process : processes) {
                requireLine(process, "ready");
            }
            drain(processes, database);
            for (Process process : processes) {
                tell(process);
                requireLine(process, "warm");
            }
            peer.enqueue(database.dataSource(), tasks);
            double seconds = drain(processes, database);
            requireAllExecuted(processes, warmUp + tasks);
            return tasks / seconds;
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    /** Lets all begin; returns the seconds until nothing is left. */
    private double drain(List<Process> processes, ScratchDatabase database)
            throws SQLException, IOException, InterruptedException {
        long start = System.nanoTime();
        for (Process process : processes) {
            tell(process);
        }
        long end = start + DEADLINE.toNanos();
        try (Connection connection = database.dataSource().getConnection()) {
            while (peer.anythingLeft(connection)) {
                if (System.nanoTime() > end || !processes.stream().allMatch(Process::isAlive)) {
                    throw new IllegalStateException("%s has not drained %d within %d s, or a process ended; see %s"
                            .formatted(peer.name(), tasks, DEADLINE.toSeconds(), log));
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private Process start(ScratchDatabase database) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                PeerProcess.class.getName(),
                peer.name());
        builder.environment().put("DATABASE_URL", database.url().withSecrets());
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void requireAllExecuted(List<Process> processes, int expected) throws IOException, InterruptedException {
        long executed = 0;
        for (Process process : processes) {
            process.getOutputStream().close();
            executed += Long.parseLong(requireLine(process, "executed").substring("executed ".length()));
            process.waitFor(EXIT.toSeconds(), TimeUnit.SECONDS);
        }
        if (executed != expected) {
            throw new IllegalStateException("%s executed %d of %d".formatted(peer.name(), executed, expected));
        }
    }

    private static void tell(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Passes over what else a library prints. */
    private String requireLine(Process process, String beginning) throws IOException {
        try {
            BufferedReader lines = process.inputReader();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
        throw new IllegalStateException("A process of %s ended without saying '%s'".formatted(peer.name(), beginning));
    }
}
