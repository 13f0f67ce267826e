package dev.downbeat.playbook.tool.python;

import dev.downbeat.playbook.settings.PythonSettings;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ToolException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code python3} processes warm and bounds their number. The last one used is used next, so that those not
 * needed grow idle and end. Safe for use by several threads.
 */
public final class PythonPool implements AutoCloseable {
    private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(20);

    private final PythonSettings settings;
    private final Semaphore slots;
    private final Deque<PythonWorker> idle = new ArrayDeque<>(); // guarded by this
    private final Set<PythonWorker> all = new HashSet<>(); // guarded by this
    private boolean sweeping; // guarded by this
    private boolean closed; // guarded by this

    /** Returns a pool without any process yet. */
    public PythonPool(PythonSettings settings) {
        this.settings = settings;
        this.slots = new Semaphore(settings.poolSize(), true);
    }

    /**
     * Has a process answer a call. When the deadline passes or the thread is interrupted, the process and all it
     * started are killed.
     *
     * @throws ToolException kind {@code timeout} at the deadline, {@code unknown} when python cannot be started or dies
     */
    Map<String, @Nullable Object> call(Map<String, @Nullable Object> request, Deadline deadline)
            throws ToolException, InterruptedException {
        if (!slots.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw ToolException.of(
                    ErrorKind.TIMEOUT,
                    "no python process became free in time: python.pool_size=%d".formatted(settings.poolSize()));
        }
        try {
            return callWithSlot(request, deadline);
        } finally {
            slots.release();
        }
    }

    /** Returns how many processes there are now. */
    public synchronized int size() {
        return all.size();
    }

    /** Kills all processes; calls that run fail. */
    @Override
    public void close() {
        List<PythonWorker> ending;
        synchronized (this) {
            closed = true;
            ending = new ArrayList<>(all);
            all.clear();
            idle.clear();
        }
        ending.forEach(PythonWorker::kill);
    }

    private Map<String, @Nullable Object> callWithSlot(Map<String, @Nullable Object> request, Deadline deadline)
            throws ToolException, InterruptedException {
        PythonWorker worker = take();
        boolean reusable = false;
        try {
            Map<String, @Nullable Object> answer = worker.call(request, deadline);
            reusable = Boolean.TRUE.equals(answer.get("reusable"));
            return answer;
        } catch (TimeoutException e) {
            throw ToolException.of(ErrorKind.TIMEOUT, "python ran out of time and was killed with all it started");
        } catch (IOException e) {
            throw ToolException.of(ErrorKind.UNKNOWN, "python ended before it answered: " + worker.obituary());
        } finally {
            if (reusable) {
                giveBack(worker);
            } else {
                discard(worker);
            }
        }
    }

    private PythonWorker take() throws ToolException, InterruptedException {
        synchronized (this) {
            for (PythonWorker worker = idle.poll(); worker != null; worker = idle.poll()) {
                if (worker.alive()) {
                    return worker;
                }
                all.remove(worker);
            }
        }
        return start();
    }

    private PythonWorker start() throws ToolException, InterruptedException {
        PythonWorker worker;
        try {
            worker = PythonWorker.start(settings);
        } catch (IOException e) {
            throw ToolException.of(
                    ErrorKind.UNKNOWN,
                    "'%s' cannot be started (%s). Install Python 3, or set python.executable"
                            .formatted(settings.executable(), e.getMessage()));
        }
        boolean ready = false;
        try {
            worker.boot(Deadline.after(BOOT_TIMEOUT));
            ready = register(worker);
            if (!ready) {
                throw ToolException.of(ErrorKind.UNKNOWN, "python was stopped, because this process stops");
            }
            return worker;
        } catch (IOException | TimeoutException e) {
            throw ToolException.of(
                    ErrorKind.UNKNOWN,
                    "'%s' does not run playbook code (Python 3.8 or newer is needed): %s"
                            .formatted(settings.executable(), worker.obituary()));
        } finally {
            if (!ready) {
                worker.kill();
            }
        }
    }

    private synchronized boolean register(PythonWorker worker) {
        if (!closed) {
            all.add(worker);
        }
        return !closed;
    }

    private synchronized void giveBack(PythonWorker worker) {
        worker.idleNow();
        idle.push(worker);
        if (!sweeping) {
            sweeping = true;
            sweepLater();
        }
    }

    private void discard(PythonWorker worker) {
        synchronized (this) {
            all.remove(worker);
        }
        worker.kill();
    }

    private void sweepLater() {
        CompletableFuture.delayedExecutor(settings.idle().toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::sweep);
    }

    private void sweep() {
        List<PythonWorker> unused = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            idle.removeIf(worker -> {
                boolean old = now - worker.idleSinceNanos() >= settings.idle().toNanos();
                if (old) {
                    unused.add(worker);
                }
                return old;
            });
            unused.forEach(all::remove);
            sweeping = !idle.isEmpty();
            if (sweeping) {
                sweepLater();
            }
        }
        unused.forEach(PythonWorker::kill);
    }
}
