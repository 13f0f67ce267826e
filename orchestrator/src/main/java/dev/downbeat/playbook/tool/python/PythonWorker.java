package dev.downbeat.playbook.tool.python;

import dev.downbeat.playbook.settings.PythonSettings;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.PlainJson;
import dev.downbeat.playbook.tool.process.ProcessTree;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One {@code python3} child process that answers one call at a time.
 *
 * <p>Pipes cannot be read with a timeout or an interruption, so a thread of its own does the exchange and callers wait
 * for it; who stops waiting must {@link #kill} the process, which ends the exchange too.
 */
final class PythonWorker {
    /** Reads the program from the first frame-like piece of stdin: a short command line, no temporary file. */
    private static final String LOADER =
            "import os,struct;source=open(os.dup(0),'rb');n=struct.unpack('>I',source.read(4))[0];"
                    + "exec(compile(source.read(n),'downbeat-worker','exec'),{'source':source,'__name__':'downbeat'})";

    private static final byte[] PROGRAM = program();
    private static final int STDERR_KEPT = 4 << 10;

    private final ProcessTree process;
    private final OutputStream toProcess;
    private final DataInputStream fromProcess;
    private final SynchronousQueue<Runnable> exchanges = new SynchronousQueue<>();
    private final StringBuilder stderr = new StringBuilder(); // guarded by itself
    private volatile boolean killed;
    private long idleSinceNanos = System.nanoTime(); // guarded by the pool

    private PythonWorker(Process process) {
        this.process = new ProcessTree(process);
        this.toProcess = process.getOutputStream();
        this.fromProcess = new DataInputStream(new BufferedInputStream(process.getInputStream(), 64 << 10));
    }

    /** Starts a process without waiting until it is ready. */
    static PythonWorker start(PythonSettings settings) throws IOException {
        ProcessBuilder builder = ProcessTree.builder(List.of(settings.executable(), "-u", "-c", LOADER));
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        var worker = new PythonWorker(builder.start());
        worker.thread("python-exchange", worker::exchangeLoop);
        worker.thread("python-stderr", worker::keepStderr);
        return worker;
    }

    /** Sends the program and waits for its first answer. */
    void boot(Deadline deadline) throws IOException, InterruptedException, TimeoutException {
        await(
                () -> {
                    toProcess.write(new byte[] {
                        (byte) (PROGRAM.length >>> 24),
                        (byte) (PROGRAM.length >>> 16),
                        (byte) (PROGRAM.length >>> 8),
                        (byte) PROGRAM.length
                    });
                    toProcess.write(PROGRAM);
                    toProcess.flush();
                    return receive();
                },
                deadline);
    }

    /** Sends a call and returns its answer. After any exception the process is in an unknown state. */
    Map<String, @Nullable Object> call(Map<String, @Nullable Object> request, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        return await(
                () -> {
                    var frame = new FrameOutput(toProcess);
                    PlainJson.write(frame, request);
                    frame.end();
                    return receive();
                },
                deadline);
    }

    /** Ends the process and all it started. */
    void kill() {
        killed = true;
        process.kill();
    }

    boolean alive() {
        return !killed && process.root().isAlive();
    }

    long pid() {
        return process.root().pid();
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    void idleNow() {
        idleSinceNanos = System.nanoTime();
    }

    /** Returns how the process ended, with the last it said on stderr. */
    String obituary() {
        try {
            if (!process.root().waitFor(1, TimeUnit.SECONDS)) {
                return "it still runs";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String said;
        synchronized (stderr) {
            said = stderr.toString().strip();
        }
        return "exit code " + process.root().exitValue() + (said.isEmpty() ? "" : ", stderr: " + said);
    }

    private Map<String, @Nullable Object> receive() throws IOException {
        var frame = new FrameInput(fromProcess);
        Object answer = PlainJson.read(frame);
        frame.finish();
        return PlainData.map(answer).orElseThrow(() -> new IOException("The process answered with no mapping"));
    }

    private <T> T await(Callable<T> exchange, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        var task = new FutureTask<>(exchange);
        long nanos = deadline.remaining().toNanos();
        if (!exchanges.offer(task, Math.max(nanos, 1), TimeUnit.NANOSECONDS)) {
            throw new TimeoutException();
        }
        try {
            return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("The exchange with python failed", e.getCause());
        }
    }

    private void exchangeLoop() {
        try {
            while (alive()) {
                Runnable exchange = exchanges.poll(1, TimeUnit.SECONDS);
                if (exchange != null) {
                    exchange.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepStderr() {
        var buffer = new byte[1 << 10];
        try (InputStream source = process.root().getErrorStream()) {
            for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
                keep(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The process is gone, and its pipe with it.
        }
    }

    private void keep(String text) {
        synchronized (stderr) {
            stderr.append(text);
            stderr.delete(0, Math.max(0, stderr.length() - STDERR_KEPT));
        }
    }

    private void thread(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name + "-" + pid()).start(work);
    }

    private static byte[] program() {
        try (InputStream source = PythonWorker.class.getResourceAsStream("worker.py")) {
            if (source == null) {
                throw new IllegalStateException("The resource worker.py is missing from the class path");
            }
            return source.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
