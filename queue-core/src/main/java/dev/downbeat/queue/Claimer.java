package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.Transition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final Services services;
    private final DedicatedConnection connection;
    private final WorkerSettings settings;
    private final Registration registration;
    private final Map<Integer, Binding<?, ?>> bindings;
    private final Gates gates;
    private final List<Integer> queueIds;
    private final Life life;
    private final Signal signal = new Signal();
    private final Lanes lanes;
    private final Claims claims;
    private final Pace pace = new Pace(System.nanoTime());
    private final Standstill standstill = new Standstill(System.nanoTime());
    private volatile boolean stopping;

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
        this.lanes = new Lanes(services.slots(), this.bindings, this::wake);
        this.claims =
                new Claims(services, connection, settings, registration, this.bindings, this.queueIds, gates, lanes);
        this.life = life;
    }

    /** Connects ahead of the first claim, and looks what is open. */
    void connect() throws SQLException {
        connection.connect();
        connection.with(this::readGates);
    }

    private boolean readGates(Connection open) throws SQLException {
        gates.refresh(open);
        return true;
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
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("Claim failed, will be tried again");
                signal.await(ERROR_PAUSE_NANOS);
            }
        }
    }

    private void turn(long workerId) throws SQLException {
        int doubts = services.held().doubts();
        if (doubts > 0) {
            reconcile(workerId);
            services.held().resolved(doubts);
        }
        lookAtGates(workerId);
        int want = want();
        if (want == 0) {
            awaitRoom();
            return;
        }
        boolean quiet = services.held().count() == 0;
        Claims.Round round = claims.claim(workerId, want, life.draining());
        if (round.got() > 0) {
            standstill.ended(System.nanoTime());
        }
        if (round.full()) {
            return;
        }
        if (round.got() == 0 && life.draining()) {
            lanes.flushBatches();
        }
        if (round.got() == 0 && quiet && round.heldNanos() == 0 && life.draining() && isDrained(workerId)) {
            // No claim after this: what others give back from now on is not left lying by the stop that follows.
            stopping = true;
            life.drained();
            return;
        }
        signal.await(idleNanos(round.heldNanos()));
    }

    /** Looks what is paused or limited, and gives back what was claimed before it was. */
    private void lookAtGates(long workerId) throws SQLException {
        if (!gates.isStale(System.nanoTime())) {
            return;
        }
        connection.with(this::readGates);
        if (!lanes.isEmpty()) {
            giveBack(claims.lookAtLanes(workerId));
        }
        if (gates.anyClosed()) {
            giveBackClosed();
        }
    }

    private void giveBackClosed() {
        bindings.forEach((taskId, binding) -> {
            if (!isOpen(taskId, binding)) {
                giveBack(lanes.takeBuffered(taskId));
            }
        });
        if (services.slots().buffered() > 0) {
            Map<Boolean, List<ExecutionRun>> byOpen = services.slots().takeBuffered().stream()
                    .collect(Collectors.partitioningBy(
                            run -> isOpen(run.claimed().taskId(), run.binding())));
            lanes.resume(byOpen.getOrDefault(true, List.of()));
            giveBack(byOpen.getOrDefault(false, List.of()));
        }
    }

    private boolean isOpen(int taskId, Binding<?, ?> binding) {
        return gates.isOpen(
                taskId, services.installation().queueId(binding.task().queue()));
    }

    private long idleNanos(long heldNanos) {
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
        if (services.held().count() > slots.buffered() + lanes.buffered() + unwrittenBound()) {
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

    private void giveBack(List<ExecutionRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        for (ExecutionRun run : runs) {
            run.leaveLane();
            Claimed claimed = run.claimed();
            services.flusher()
                    .add(run, new Transition.Released(claimed, !claimed.steps().isEmpty()));
        }
        services.flusher().hurry();
    }

    /** Takes back what has not started: its lease is lost. */
    List<ExecutionRun> takeBuffered() {
        var taken = new ArrayList<>(lanes.takeBuffered());
        taken.addAll(services.slots().takeBuffered());
        return taken;
    }

    /** Starts nothing any more, and gives back what had not started; after the thread's end. */
    void close() {
        // The lanes first: they feed the slots.
        giveBack(lanes.close());
        giveBack(services.slots().close());
    }
}
