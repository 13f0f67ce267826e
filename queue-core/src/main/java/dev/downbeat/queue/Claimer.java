package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.ClaimLimited;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.LoadBeside;
import dev.downbeat.queue.internal.Transition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims what will soon have a slot, queue by queue, and waits for a hint when there is no more. One thread. */
final class Claimer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Claimer.class);
    private static final long UNREGISTERED_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long ERROR_PAUSE_NANOS = Duration.ofMillis(250).toNanos();

    // Buffered work that gets no slot for so long is given back: others may have one.
    private static final long HOARD_NANOS = Duration.ofMillis(500).toNanos();

    // Outcomes not yet written, in batches: a slow flush slows the claims.
    private static final int MAX_UNWRITTEN_BATCHES = 8;

    // A limit opens when something ends or time passes; what ends here wakes this worker at once.
    private static final long HELD_BACK_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    // Another worker is claiming under the same limit: that takes a moment.
    private static final long BUSY_PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private final Services services;
    private final DedicatedConnection connection;
    private final WorkerSettings settings;
    private final Registration registration;
    private final Map<Integer, Binding<?, ?>> bindings;
    private final Gates gates;
    private final List<Integer> queueIds;
    private final Life life;
    private final Signal signal = new Signal();
    private final ClaimPlaces places = new ClaimPlaces();
    private final Pace pace = new Pace(System.nanoTime());
    private final Standstill standstill = new Standstill(System.nanoTime());
    private volatile boolean stopping;
    private volatile boolean reconcile;
    private int firstQueue;

    // How long to wait for a limit that held something back; 0 if none did.
    private long heldNanos;

    /** What the claimer tells its worker, and asks it. */
    interface Life {

        /** It claims; told before each turn. */
        void claiming();

        /** Whether the worker is to end when there is nothing more. */
        boolean draining();

        /** Asked when nothing was found; makes due work ready and returns whether there was any. */
        boolean promotedAny() throws SQLException;

        /** There is nothing more. */
        void drained();
    }

    Claimer(
            Services services,
            DedicatedConnection connection,
            WorkerSettings settings,
            Registration registration,
            Map<Integer, Binding<?, ?>> bindings,
            Set<Integer> queueIds,
            Life life) {
        this.services = services;
        this.connection = connection;
        this.settings = settings;
        this.registration = registration;
        this.bindings = Map.copyOf(bindings);
        this.queueIds = List.copyOf(queueIds);
        this.gates = new Gates(services.installation().statements().readGates(), this.bindings, this.queueIds);
        this.life = life;
    }

    /** Connects ahead of the first claim. */
    void connect() throws SQLException {
        connection.connect();
    }

    /** Something became ready on these queues, or there is room, or something ended. */
    void hint(Set<Integer> queues) {
        if (queues.stream().anyMatch(queueIds::contains)) {
            signal.raise();
        }
    }

    void wake() {
        signal.raise();
    }

    void stop() {
        stopping = true;
        signal.raise();
    }

    @Override
    public void run() {
        while (!stopping) {
            long workerId = registration.workerId();
            if (workerId == Registration.NONE) {
                signal.await(UNREGISTERED_PAUSE_NANOS);
                continue;
            }
            life.claiming();
            try {
                turn(workerId);
            } catch (SQLException | RuntimeException e) {
                // Its answer may be what was lost.
                reconcile = true;
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("Claim failed, will be tried again");
                signal.await(ERROR_PAUSE_NANOS);
            }
        }
    }

    private void turn(long workerId) throws SQLException {
        if (reconcile) {
            reconcile(workerId);
            reconcile = false;
        }
        lookAtGates();
        int want = want();
        if (want == 0) {
            awaitRoom();
            return;
        }
        boolean quiet = services.held().count() == 0;
        int got = claim(workerId, want);
        if (got > 0) {
            standstill.ended(System.nanoTime());
        }
        if (got == want) {
            return;
        }
        if (got == 0 && quiet && heldNanos == 0 && life.draining() && isDrained(workerId)) {
            // No claim after this: what others give back from now on is not left lying by the stop that follows.
            stopping = true;
            life.drained();
            return;
        }
        signal.await(idleNanos());
    }

    /** Looks what is paused, and gives back what was claimed before it was. */
    private void lookAtGates() throws SQLException {
        if (!gates.isStale(System.nanoTime())) {
            return;
        }
        connection.with(open -> {
            gates.refresh(open);
            return true;
        });
        if (gates.anyClosed() && services.slots().buffered() > 0) {
            Map<Boolean, List<ExecutionRun>> byOpen =
                    services.slots().takeBuffered().stream().collect(Collectors.partitioningBy(this::isOpen));
            services.slots().offer(byOpen.getOrDefault(true, List.of()));
            giveBack(byOpen.getOrDefault(false, List.of()));
        }
    }

    private boolean isOpen(ExecutionRun run) {
        int queueId = services.installation().queueId(run.binding().task().queue());
        return gates.isOpen(run.claimed().taskId(), queueId);
    }

    private long idleNanos() {
        long poll = settings.pollInterval().toNanos();
        long gated = gates.anyClosed() ? Math.min(poll, Gates.MAX_AGE.toNanos()) : poll;
        return heldNanos == 0 ? gated : Math.min(gated, heldNanos);
    }

    private void reconcile(long workerId) throws SQLException {
        int found = connection.with(open -> {
            Set<Long> known = services.held().ids();
            // A lost lease empties what is held: what has run under it would look as if it had never arrived.
            return registration.workerId() == workerId
                    ? services.installation().statements().reconcile().execute(open, workerId, known)
                    : 0;
        });
        LOG.atInfo().addKeyValue("executions", found).log("Gave back what was claimed without an answer");
    }

    private boolean isDrained(long workerId) throws SQLException {
        boolean registered = connection.with(
                open -> services.installation().statements().lease().renew(open, workerId, settings.lease()));
        if (!registered) {
            return false;
        }
        if (life.promotedAny()) {
            signal.raise();
            return false;
        }
        return services.held().count() == 0;
    }

    private int want() {
        Slots slots = services.slots();
        if (services.held().count() > slots.buffered() + unwrittenBound()) {
            return 0;
        }
        double perSecond = pace.at(System.nanoTime(), slots.finishedCount());
        return Prefetch.want(slots.free(), slots.buffered(), perSecond, settings.fetchBatch());
    }

    private int unwrittenBound() {
        return settings.concurrency() + MAX_UNWRITTEN_BATCHES * Math.max(settings.flushBatch(), settings.fetchBatch());
    }

    private void awaitRoom() {
        Slots slots = services.slots();
        long finished = slots.finishedCount();
        double perSecond = pace.at(System.nanoTime(), finished);
        slots.wakeAt(Prefetch.ahead(perSecond, settings.fetchBatch()) / 2);
        long left = HOARD_NANOS - standstill.nanos(System.nanoTime(), finished);
        if (slots.buffered() == 0) {
            signal.await(settings.pollInterval().toNanos());
        } else if (left > 0) {
            signal.await(left);
        } else {
            giveBack(slots.takeBuffered());
        }
    }

    void giveBack(List<ExecutionRun> runs) {
        for (ExecutionRun run : runs) {
            Claimed claimed = run.claimed();
            services.flusher()
                    .add(run, new Transition.Released(claimed, !claimed.steps().isEmpty()));
        }
        services.flusher().hurry();
    }

    private int claim(long workerId, int want) throws SQLException {
        int got = 0;
        heldNanos = 0;
        for (int i = 0; i < queueIds.size() && got < want; i++) {
            int queueId = queueIds.get((firstQueue + i) % queueIds.size());
            got += claim(workerId, queueId, want - got);
        }
        firstQueue = (firstQueue + 1) % queueIds.size();
        return got;
    }

    private int claim(long workerId, int queueId, int limit) throws SQLException {
        int[] open = gates.open(queueId);
        if (gates.isLimited(queueId)) {
            return claimLimited(workerId, queueId, open, limit);
        }
        if (gates.noTaskIsLimited()) {
            return claimPlain(workerId, queueId, open, limit);
        }
        // The limited first: they are held to their limits, while a backlog of the others would leave them nothing.
        int got = 0;
        for (int taskId : open) {
            if (got < limit && gates.isTaskLimited(taskId)) {
                got += claimLimited(workerId, queueId, new int[] {taskId}, limit - got);
            }
        }
        int[] unlimited =
                Arrays.stream(open).filter(id -> !gates.isTaskLimited(id)).toArray();
        return got == limit ? got : got + claimPlain(workerId, queueId, unlimited, limit - got);
    }

    private int claimPlain(long workerId, int queueId, int[] taskIds, int limit) throws SQLException {
        if (taskIds.length == 0) {
            return 0;
        }
        Claim claim = services.installation().statements().claim();
        Claim.Place from = places.from(queueId, System.nanoTime());
        int got = take(workerId, open -> {
            Claim.Batch batch = claim.execute(open, workerId, queueId, taskIds, from, limit);
            places.ended(queueId, from, batch, limit, System.nanoTime());
            return batch.executions();
        });
        boolean mayHaveMissed = got < limit && !from.equals(Claim.Place.HEAD);
        return got + (mayHaveMissed ? claimPlain(workerId, queueId, taskIds, limit - got) : 0);
    }

    private int claimLimited(long workerId, int queueId, int[] taskIds, int limit) throws SQLException {
        if (taskIds.length == 0) {
            return 0;
        }
        ClaimLimited claim = services.installation().statements().claimLimited();
        return take(workerId, open -> {
            ClaimLimited.Claims claims = claim.execute(open, workerId, queueId, taskIds, limit);
            long pause = switch (claims.verdict()) {
                case OPEN -> 0;
                case HELD_BACK -> HELD_BACK_PAUSE_NANOS;
                case BUSY -> BUSY_PAUSE_NANOS;
            };
            heldNanos = heldNanos == 0 || pause == 0 ? Math.max(heldNanos, pause) : Math.min(heldNanos, pause);
            return claims.claimed();
        });
    }

    private int take(long workerId, Installation.Work<List<Claimed>> claim) throws SQLException {
        LoadBeside loadBeside = services.installation().statements().loadBeside();
        List<Claimed> claimed = connection.with(open -> loadBeside.execute(open, claim.on(open)));
        var runs = new ArrayList<ExecutionRun>(claimed.size());
        for (Claimed row : claimed) {
            Binding<?, ?> binding = Objects.requireNonNull(bindings.get(row.taskId()), "claimed an unknown task");
            var run = new ExecutionRun(row, binding, services);
            services.held().add(run);
            runs.add(run);
        }
        if (registration.workerId() != workerId) {
            // Lost while the claim was under way: the rescuer has these rows, or will have them.
            runs.forEach(services.held()::remove);
            return 0;
        }
        services.slots().offer(runs);
        return claimed.size();
    }
}
