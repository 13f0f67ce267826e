package dev.downbeat.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one life of a worker: opened, started or drained, stopped. Safe for any thread. */
final class WorkerLife implements Claimer.Life {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLife.class);
    private static final Duration LONGEST_LAST_CALL = Duration.ofSeconds(1);

    private enum State {
        NEW,
        OPEN,
        RUNNING,
        STOPPING
    }

    private final WorkerSettings settings;
    private final List<Schedule<?>> schedules;
    private final WorkerParts parts;
    private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private State state = State.NEW;

    WorkerLife(WorkerSettings settings, List<Schedule<?>> schedules, WorkerParts parts) {
        this.settings = settings;
        this.schedules = schedules;
        this.parts = parts;
    }

    OptionalLong id() {
        long id = parts.registration().workerId();
        return id == Registration.NONE ? OptionalLong.empty() : OptionalLong.of(id);
    }

    CompletableFuture<@Nullable Void> started() {
        return started;
    }

    CompletableFuture<@Nullable Void> stopped() {
        return stopped;
    }

    synchronized void open() {
        if (state == State.OPEN) {
            return;
        }
        if (state != State.NEW) {
            throw startsOnce();
        }
        state = State.OPEN;
        try {
            parts.open(schedules, this);
        } catch (SQLException | RuntimeException e) {
            throw failed(e);
        }
    }

    private IllegalStateException startsOnce() {
        return new IllegalStateException("A worker starts once: worker=" + settings.name());
    }

    private WorkerStartException failed(Exception e) {
        var failure = new WorkerStartException(settings.name(), e);
        started.completeExceptionally(failure);
        stop(Duration.ZERO);
        return failure;
    }

    synchronized void start() {
        open();
        if (state != State.OPEN) {
            throw startsOnce();
        }
        state = State.RUNNING;
        parts.claim();
    }

    CompletableFuture<@Nullable Void> drain() {
        // Before the start: its first claim may be its last.
        parts.reactions().drain();
        synchronized (this) {
            if (state == State.NEW || state == State.OPEN) {
                start();
            }
        }
        // Who was starting it at the same time may not have heard of the drain.
        parts.reactions().wakeClaimer();
        return drained;
    }

    @Override
    public void claiming() {
        started.complete(null);
    }

    @Override
    public boolean draining() {
        return parts.reactions().draining();
    }

    @Override
    public boolean promotedAny() throws SQLException {
        return parts.caretaker().promoteNow();
    }

    @Override
    public void drained() {
        drained.complete(null);
    }

    boolean stop(Duration grace) {
        synchronized (this) {
            if (state == State.STOPPING) {
                return awaitStopped(grace);
            }
            state = State.STOPPING;
        }
        long deadline = System.nanoTime() + grace.toNanos();
        parts.stopClaiming();
        if (awaitHandlers(deadline, grace)) {
            finish();
            return true;
        }
        LOG.atError()
                .addKeyValue("worker", parts.registration().workerId())
                .addKeyValue("executions", parts.load().inFlight())
                .log("Handlers ignore their interrupt; the worker keeps its lease until they end");
        parts.run("stop", this::finishLate);
        return false;
    }

    private boolean awaitStopped(Duration grace) {
        try {
            stopped.get(grace.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private boolean awaitHandlers(long deadlineNanos, Duration grace) {
        long lastCallNanos = Math.min(grace.toNanos() / 5, LONGEST_LAST_CALL.toNanos());
        try {
            if (parts.slots().awaitIdle(deadlineNanos - lastCallNanos - System.nanoTime())) {
                return true;
            }
            parts.interruptHandlers();
            return parts.slots().awaitIdle(deadlineNanos - System.nanoTime());
        } catch (InterruptedException e) {
            parts.interruptHandlers();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void finishLate() {
        try {
            while (!parts.slots().awaitIdle(Duration.ofMinutes(1).toNanos())) {
                LOG.atWarn()
                        .addKeyValue("executions", parts.load().inFlight())
                        .log("Handlers still run after the stop");
            }
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish() {
        parts.close();
        stopped.complete(null);
    }
}
