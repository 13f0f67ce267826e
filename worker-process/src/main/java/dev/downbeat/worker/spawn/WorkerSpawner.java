package dev.downbeat.worker.spawn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Starts worker JVMs: with this JVM's Java, class path and start-up cache.
 *
 * <p>A spawned worker ends with this process, however that ends: it watches its standard input and this process' id, and
 * a shutdown hook ends it first. Thread-safe.
 */
public final class WorkerSpawner {
    /** By name: the program knows the commands, and they know this package. */
    private static final String PROGRAM = "dev.downbeat.worker.Downbeat";

    private final List<String> java;
    private final Consumer<String> log;

    private WorkerSpawner(List<String> java, Consumer<String> log) {
        this.java = List.copyOf(java);
        this.log = log;
    }

    /** Returns the spawner for this process' own Java. */
    public static WorkerSpawner ofThisJvm() {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(StartOptions.ofThisJvm());
        return new WorkerSpawner(java, line -> {});
    }

    /** Returns a spawner that hands every log line of its workers to this listener, on threads of its own. */
    public WorkerSpawner logTo(Consumer<String> listener) {
        return new WorkerSpawner(java, listener);
    }

    /** Starts one worker; it is not ready yet when this returns. */
    public SpawnedWorker spawn(WorkerLaunch launch) {
        ProcessBuilder builder = new ProcessBuilder(command(launch));
        builder.environment().put("DATABASE_URL", launch.database().withSecrets());
        builder.environment().remove("DOWNBEAT_DATABASE");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        try {
            return SpawnedWorker.follow(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("A worker process could not be started: " + e.getMessage(), e);
        }
    }

    private List<String> command(WorkerLaunch launch) {
        List<String> command = new ArrayList<>(java);
        command.add("-Ddownbeat.program=" + System.getProperty("downbeat.program", ""));
        command.add("-Xmx" + launch.heap());
        command.addAll(launch.jvmOptions());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(PROGRAM);
        command.add("worker");
        command.add("--parent-pid");
        command.add(Long.toString(ProcessHandle.current().pid()));
        command.addAll(launch.arguments());
        return command;
    }
}
