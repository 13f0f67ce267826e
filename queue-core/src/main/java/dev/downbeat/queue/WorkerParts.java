package dev.downbeat.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of one worker, wired on this screen; their threads begin and end in the order in which they need each other.
 * {@link WorkerLife} says when. For one thread at a time.
 */
final class WorkerParts {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerParts.class);
    private static final Duration LAST_FLUSH = Duration.ofSeconds(5);

    private final Queue queue;
    private final WorkerSettings settings;
    private final Map<String, Binding<?, ?>> bindings;
    private final Watch watch;
    private final Registration registration = new Registration();
    private final Held held = new Held();
    private final Slots slots;
    private final Flusher flusher;
    private final StepWriter steps;
    private final Fence fence;
    private final Heart heart;
    private final Caretaker caretaker;
    private final Pruner pruner;
    private final Reactions reactions;
    private final List<DedicatedConnection> connections = new ArrayList<>();
    private final DutyThreads threads;
    private volatile boolean closed;
    private @Nullable Claimer claimer;
    private @Nullable Listener listener;

    WorkerParts(Queue queue, WorkerSettings settings, Map<String, Binding<?, ?>> bindings, Watch watch) {
        this.queue = queue;
        this.settings = settings;
        this.bindings = bindings;
        this.watch = watch;
        this.threads = new DutyThreads(settings.name());
        Installation installation = queue.installation();
        Statements statements = installation.statements();
        this.slots = new Slots(settings.concurrency());
        this.caretaker = new Caretaker(queue, settings);
        this.reactions = new Reactions(installation, held, caretaker, watch);
        this.flusher = new Flusher(
                statements.flush(), connection(settings.lease()), settings, slots, watch, reactions::flushed);
        this.steps = new StepWriter(statements.stepSave(), connection(settings.lease()), registration);
        this.fence = new Fence(registration, settings.lease(), reactions::leaseLost);
        this.heart = new Heart(queue, connection(settings.heartbeat()), settings, registration, held, fence);
        this.pruner = new Pruner(installation, settings.heartbeat());
    }

    private DedicatedConnection connection(Duration patience) {
        var connection = new DedicatedConnection(queue.installation().dataSource(), patience, settings.listen());
        connections.add(connection);
        return connection;
    }

    private Claimer claimer(Claimer.Life life) {
        Installation installation = queue.installation();
        Map<Integer, Binding<?, ?>> byId = new HashMap<>();
        var queueIds = new TreeSet<Integer>();
        installation.declare(bindings.values().stream().map(Binding::task).toList(), settings.retention());
        installation.keepEvents(settings.keepEvents());
        for (Binding<?, ?> binding : bindings.values()) {
            byId.put(installation.taskId(binding.task()), binding);
            queueIds.add(installation.queueId(binding.task().queue()));
        }
        if (!settings.queues().isEmpty()) {
            queueIds.clear();
            settings.queues().forEach(name -> queueIds.add(installation.queueId(name)));
        }
        var services = new Services(installation, steps, flusher, held, slots, fence, watch);
        return new Claimer(services, connection(settings.lease()), settings, registration, byId, queueIds, life);
    }

    private Listener listener(Claimer claims) {
        return new Listener(
                connection(settings.lease()),
                queue.installation().schema().channel(),
                reactions::ready,
                heart::wake,
                caretaker::wake,
                claims::wake);
    }

    /** Declares the tasks, takes the lease and begins everything but the claims. */
    void open(List<Schedule<?>> schedules, Claimer.Life life) throws SQLException {
        PoolSize.check(queue.installation().dataSource(), settings.listen());
        Claimer claims = claimer(life);
        claimer = claims;
        reactions.connect(claims);
        slots.listen(claims::wake, () -> reactions.idle(flusher));
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
            listener = listener(claims);
            threads.run("listener", listener);
        }
        reactions.join();
        watch.opened(this::load);
    }

    void claim() {
        threads.run("claimer", Objects.requireNonNull(claimer, "claims before it is open"));
        LOG.atInfo()
                .addKeyValue("worker", registration.workerId())
                .addKeyValue("tasks", bindings.size())
                .log("Worker started");
    }

    /** Claims no more, and gives back what has not started; whether it had begun to or not. */
    void stopClaiming() {
        reactions.leave();
        Claimer claims = claimer;
        if (claims != null) {
            claims.stop();
            threads.join("claimer", settings.lease());
            claims.close();
        }
    }

    /** Asks the handlers to end. */
    void interruptHandlers() {
        held.all().forEach(run -> run.interrupt(new Interruption.Stopping()));
    }

    /**
     * Ends the threads and gives the lease up; when no handler runs. The heart beats until the last outcome is written, and
     * the listener hears of the lease's end, so that nobody waits for it.
     */
    void close() {
        Listener listens = listener;
        if (listens != null) {
            listens.stop();
        }
        caretaker.stop();
        pruner.stop();
        steps.stop();
        threads.join("steps", LAST_FLUSH);
        flusher.stop(System.nanoTime() + LAST_FLUSH.toNanos());
        threads.join("flusher", LAST_FLUSH.multipliedBy(2));
        threads.join("caretaker", LAST_FLUSH);
        threads.join("pruner", LAST_FLUSH);
        heart.stop();
        threads.join("heart", LAST_FLUSH);
        fence.stop();
        threads.join("fence", LAST_FLUSH);
        try {
            heart.end(held.isCertainlyEmpty() && flusher.wroteAll());
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("error", e.getMessage()).log("The lease was not given up; it runs out by itself");
        }
        threads.join("listener", LAST_FLUSH);
        connections.forEach(DedicatedConnection::close);
        closed = true;
        LOG.atInfo().addKeyValue("stale", flusher.staleCount()).log("Worker stopped");
        watch.stopped();
    }

    /** Runs a duty of the worker's life on a thread named for both. */
    void run(String duty, Runnable part) {
        threads.run(duty, part);
    }

    WorkerLoad load() {
        return closed
                ? WorkerLoad.NONE
                : new WorkerLoad(settings.concurrency(), settings.concurrency() - slots.free(), held.count());
    }

    Registration registration() {
        return registration;
    }

    Slots slots() {
        return slots;
    }

    Caretaker caretaker() {
        return caretaker;
    }

    Reactions reactions() {
        return reactions;
    }
}
