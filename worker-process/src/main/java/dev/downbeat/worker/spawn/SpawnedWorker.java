package dev.downbeat.worker.spawn;

import dev.downbeat.worker.process.WorkerEvent;
import dev.downbeat.worker.process.WorkerEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One worker JVM that this process started. Closing kills it if it still lives. Thread-safe. */
public final class SpawnedWorker implements AutoCloseable {
    private static final int LOG_LINES = 200;
    private static final Duration END_AFTER_LAST_LINE = Duration.ofSeconds(30);

    // What a worker may take to stop when this process is ended; whoever closes it meanwhile need not wait for that.
    private static final Duration LAST_GRACE = Duration.ofSeconds(10);

    private final Process process;
    private final LogTail log = new LogTail(LOG_LINES);
    private final CompletableFuture<WorkerEvent.Ready> ready = new CompletableFuture<>();
    private final CompletableFuture<WorkerEvent.Warm> warm = new CompletableFuture<>();
    private final CompletableFuture<WorkerEvent.Stopped> stopped = new CompletableFuture<>();
    private final Thread guard;

    private SpawnedWorker(Process process) {
        this.process = process;
        this.guard = new Thread(this::end, "downbeat-worker-guard-" + process.pid());
    }

    static SpawnedWorker follow(Process process, Consumer<String> listener) {
        SpawnedWorker worker = new SpawnedWorker(process);
        Runtime.getRuntime().addShutdownHook(worker.guard);
        start("downbeat-worker-log", () -> read(process.getErrorStream(), listener.andThen(worker.log::add)));
        start("downbeat-worker-events", worker::listen);
        return worker;
    }

    /** Returns the operating system's number of the process. */
    public long pid() {
        return process.pid();
    }

    /** Returns whether the process lives. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Returns the process' exit code; empty while it lives. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Returns the last lines that the worker wrote, at most 200. */
    public List<String> log() {
        return log.lines();
    }

    /**
     * Waits for the worker's ready line.
     *
     * @throws WorkerFailedException if it ends before, or the deadline passes
     */
    public WorkerEvent.Ready awaitReady(Duration deadline) {
        return await(ready, deadline, "was not ready");
    }

    /**
     * Waits for the warm line of a worker that was launched with {@code --warm-up}.
     *
     * @throws WorkerFailedException if it ends before, or the deadline passes
     */
    public WorkerEvent.Warm awaitWarm(Duration deadline) {
        return await(warm, deadline, "was not warm");
    }

    /**
     * Waits for the worker's stopped line.
     *
     * @throws WorkerFailedException if it ends without one, or the deadline passes
     */
    public WorkerEvent.Stopped awaitStopped(Duration deadline) {
        return await(stopped, deadline, "did not stop");
    }

    /** Lets a worker that was launched with {@code --hold} begin. */
    public void release() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new WorkerFailedException("could not be released", pid(), log());
        }
    }

    /** Returns whether it ended before it was ready: another one would fare no better. */
    public boolean failedToStart() {
        return !process.isAlive() && (!ready.isDone() || ready.isCompletedExceptionally());
    }

    /** Returns the failure of a worker that has ended, with its last words. */
    public WorkerFailedException failure() {
        return new WorkerFailedException("ended with code " + exitCode().orElse(-1), pid(), log());
    }

    /** Asks the worker to stop, as SIGTERM does, and returns at once. */
    public void requestStop() {
        // By its handle: Process.destroy closes the streams, and with them the worker's last words.
        process.toHandle().destroy();
    }

    /** Asks the worker to stop, waits, and kills it when the grace is over; returns whether it ended by itself. */
    public boolean stop(Duration grace) {
        requestStop();
        boolean ended = awaitExit(grace);
        close();
        return ended;
    }

    /** Kills the worker at once, as a crash would. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    /** Ends the worker together with this process: killed at once, it would leave what it runs, and its lease, behind. */
    private void end() {
        requestStop();
        if (!awaitExit(LAST_GRACE)) {
            kill();
        }
    }

    /** Waits for the process to end; returns whether it did within the deadline. */
    public boolean awaitExit(Duration deadline) {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IllegalStateException e) {
            // This process is ending: the hook runs, and finds the worker dead.
            guard.setName(guard.getName() + "-late");
        }
    }

    private <T> T await(CompletableFuture<T> sign, Duration deadline, String what) {
        try {
            return sign.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new WorkerFailedException(what + " within " + deadline.toMillis() + " ms", pid(), log());
        } catch (ExecutionException e) {
            throw new WorkerFailedException(
                    what + ": it ended"
                            + exitCode().stream()
                                    .mapToObj(code -> " with code " + code)
                                    .findFirst()
                                    .orElse(""),
                    pid(),
                    log());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerFailedException(what + ": interrupted", pid(), log());
        }
    }

    /** Reads what the worker tells until it ends; then nothing is waited for any more. */
    private void listen() {
        read(process.getInputStream(), this::heard);
        awaitExit(END_AFTER_LAST_LINE);
        WorkerFailedException silent = new WorkerFailedException("ended", pid(), log());
        ready.completeExceptionally(silent);
        warm.completeExceptionally(silent);
        stopped.completeExceptionally(silent);
    }

    private void heard(String line) {
        log.add(line);
        WorkerEvents.read(line).ifPresent(event -> {
            switch (event) {
                case WorkerEvent.Ready now -> ready.complete(now);
                case WorkerEvent.Warm now -> warm.complete(now);
                case WorkerEvent.Stopped now -> stopped.complete(now);
            }
        });
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }

    private static void read(InputStream stream, Consumer<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            // The stream was closed on this side, or the process was killed while it wrote: it ends here.
            return;
        }
    }
}
