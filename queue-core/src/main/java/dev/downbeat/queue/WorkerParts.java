package dev.downbeat.queue;

import dev.downbeat.queue.internal.Flags;
import dev.downbeat.queue.internal.Flush;
import dev.downbeat.queue.internal.Transition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one worker, wired on this screen, and their start and stop in order. */
final class WorkerParts {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerParts.class);
    private static final Duration LONGEST_LAST_CALL = Duration.ofSeconds(1);
    private static final Duration LAST_FLUSH = Duration.ofSeconds(5);

    private enum State {
        NEW,
        OPEN,
        RUNNING,
        STOPPING
    }

    private final Queue queue;
    private final WorkerSettings settings;
    private final Map<String, Binding<?, ?>> bindings;
    private final List<Schedule<?>> schedules;
    private final Registration registration = new Registration();
    private final Held held = new Held();
    private final Slots slots;
    private final Flusher flusher;
    private final StepWriter steps;
    private final Fence fence;
    private final Heart heart;
    private final Caretaker caretaker;
    private final Pruner pruner;
    private final List<DedicatedConnection> connections = new ArrayList<>();
    private final DutyThreads threads;
    private final Consumer<Set<Integer>> localHints = this::hint;
    private final CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> stopped = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile @Nullable Claimer claimer;
    private @Nullable Listener listener;
    private State state = State.NEW;

    WorkerParts(
            Queue queue, WorkerSettings settings, Map<String, Binding<?, ?>> bindings, List<Schedule<?>> schedules) {
        this.queue = queue;
        this.settings = settings;
        this.bindings = bindings;
        this.schedules = schedules;
        this.threads = new DutyThreads(settings.name());
        Statements statements = queue.installation().statements();
        this.slots = new Slots(settings.concurrency());
        this.flusher = new Flusher(statements.flush(), connection(settings.lease()), settings, slots, this::flushed);
        this.steps = new StepWriter(statements.stepSave(), connection(settings.lease()), registration);
        this.fence = new Fence(registration, settings.lease(), this::leaseLost);
        this.heart = new Heart(queue, connection(settings.heartbeat()), settings, registration, held, fence);
        this.caretaker = new Caretaker(queue, settings);
        this.pruner = new Pruner(queue.installation(), settings.heartbeat());
    }

    private DedicatedConnection connection(Duration patience) {
        var connection = new DedicatedConnection(queue.installation().dataSource(), patience, settings.listen());
        connections.add(connection);
        return connection;
    }

    OptionalLong id() {
        long id = registration.workerId();
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
            throw new IllegalStateException("A worker starts once: worker=" + settings.name());
        }
        state = State.OPEN;
        try {
            PoolSize.check(queue.installation().dataSource(), settings.listen());
            Claimer claims = claimer();
            claimer = claims;
            slots.listen(claims::wake, this::idle);
            schedules.forEach(queue::schedule);
            heart.begin();
            claims.connect();
            flusher.connect();
            threads.run("heart", heart);
            threads.run("fence", fence);
            threads.run("flusher", flusher);
            threads.run("steps", steps);
            threads.run("caretaker", caretaker);
            threads.run("pruner", pruner);
            if (settings.listen()) {
                listener = new Listener(
                        connection(settings.lease()),
                        queue.installation().schema().channel(),
                        this::hint,
                        heart::wake,
                        caretaker::wake,
                        claims::wake);
                threads.run("listener", listener);
            }
            queue.installation().join(localHints);
        } catch (SQLException | RuntimeException e) {
            throw failed(e);
        }
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
            throw new IllegalStateException("A worker starts once: worker=" + settings.name());
        }
        state = State.RUNNING;
        threads.run("claimer", Objects.requireNonNull(claimer));
        LOG.atInfo()
                .addKeyValue("worker", registration.workerId())
                .addKeyValue("tasks", bindings.size())
                .log("Worker started");
    }

    private Claimer claimer() {
        Installation installation = queue.installation();
        Map<Integer, Binding<?, ?>> byId = new HashMap<>();
        var queueIds = new TreeSet<Integer>();
        installation.declare(bindings.values().stream().map(Binding::task).toList(), settings.retention());
        for (Binding<?, ?> binding : bindings.values()) {
            byId.put(installation.taskId(binding.task()), binding);
            queueIds.add(installation.queueId(binding.task().queue()));
        }
        if (!settings.queues().isEmpty()) {
            queueIds.clear();
            settings.queues().forEach(name -> queueIds.add(installation.queueId(name)));
        }
        var services = new Services(installation, steps, flusher, held, slots);
        return new Claimer(services, connection(settings.lease()), settings, registration, byId, queueIds, new Life());
    }

    CompletableFuture<@Nullable Void> drain() {
        draining = true;
        synchronized (this) {
            if (state == State.NEW || state == State.OPEN) {
                start();
            }
        }
        wake();
        return drained;
    }

    private final class Life implements Claimer.Life {

        @Override
        public void claiming() {
            started.complete(null);
        }

        @Override
        public boolean draining() {
            return draining;
        }

        @Override
        public boolean promotedAny() throws SQLException {
            return caretaker.promoteNow();
        }

        @Override
        public void drained() {
            drained.complete(null);
        }
    }

    private void hint(Set<Integer> queueIds) {
        Claimer claims = claimer;
        if (claims != null) {
            claims.hint(queueIds);
        }
    }

    private void wake() {
        Claimer claims = claimer;
        if (claims != null) {
            claims.wake();
        }
    }

    private void idle() {
        flusher.hurry();
        if (draining) {
            wake();
        }
    }

    private void flushed(List<Flusher.Entry> entries, Flush.Flushed flushed) {
        boolean later = false;
        boolean limited = false;
        for (Flusher.Entry entry : entries) {
            held.remove(entry.run());
            limited |= entry.transition().claimed().is(Flags.LIMITED);
            later |= entry.transition() instanceof Transition.Retried
                    || entry.transition() instanceof Transition.Slept
                    || entry.transition() instanceof Transition.Parked
                    || entry.transition() instanceof Transition.Awaiting;
        }
        queue.installation().hint(flushed.woken());
        if (later) {
            caretaker.wake();
        }
        if (limited || (draining && held.count() == 0)) {
            wake();
        }
    }

    private void leaseLost(long workerId) {
        Claimer claims = claimer;
        if (claims != null) {
            claims.takeBuffered().forEach(held::remove);
        }
        for (ExecutionRun run : held.all()) {
            if (run.claimed().workerId() == workerId) {
                run.interrupt(new Interruption.LeaseLost());
            }
        }
    }

    boolean stop(Duration grace) {
        synchronized (this) {
            if (state == State.STOPPING) {
                return awaitStopped(grace);
            }
            state = State.STOPPING;
        }
        long deadline = System.nanoTime() + grace.toNanos();
        queue.installation().leave(localHints);
        Claimer claims = claimer;
        if (claims != null) {
            claims.stop();
            threads.join("claimer", settings.lease());
            claims.close();
        }
        if (awaitHandlers(deadline, grace)) {
            finish();
            return true;
        }
        LOG.atError()
                .addKeyValue("worker", registration.workerId())
                .addKeyValue("executions", held.count())
                .log("Handlers ignore their interrupt; the worker keeps its lease until they end");
        threads.run("stop", this::finishLate);
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
            if (slots.awaitIdle(deadlineNanos - lastCallNanos - System.nanoTime())) {
                return true;
            }
            held.all().forEach(run -> run.interrupt(new Interruption.Stopping()));
            return slots.awaitIdle(deadlineNanos - System.nanoTime());
        } catch (InterruptedException e) {
            held.all().forEach(run -> run.interrupt(new Interruption.Stopping()));
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void finishLate() {
        try {
            while (!slots.awaitIdle(Duration.ofMinutes(1).toNanos())) {
                LOG.atWarn().addKeyValue("executions", held.count()).log("Handlers still run after the stop");
            }
            finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads in the order in which they need each other. */
    private void finish() {
        steps.stop();
        threads.join("steps", LAST_FLUSH);
        flusher.stop(System.nanoTime() + LAST_FLUSH.toNanos());
        threads.join("flusher", LAST_FLUSH.multipliedBy(2));
        caretaker.stop();
        threads.join("caretaker", LAST_FLUSH);
        pruner.stop();
        threads.join("pruner", LAST_FLUSH);
        Listener listens = listener;
        if (listens != null) {
            listens.stop();
            threads.join("listener", LAST_FLUSH);
        }
        heart.stop();
        threads.join("heart", LAST_FLUSH);
        fence.stop();
        threads.join("fence", LAST_FLUSH);
        try {
            heart.end();
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("The lease was not given up; it runs out by itself");
        }
        connections.forEach(DedicatedConnection::close);
        LOG.atInfo().addKeyValue("stale", flusher.staleCount()).log("Worker stopped");
        stopped.complete(null);
    }
}
