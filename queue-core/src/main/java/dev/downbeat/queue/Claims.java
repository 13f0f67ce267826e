package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.ClaimLimited;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.LoadBeside;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Claims from one queue after the other what is open: most tasks together, by one statement; by itself what has a lane or
 * a limit. For the claimer's thread.
 */
final class Claims {

    // A limit opens when something ends or time passes; what ends here wakes this worker at once.
    private static final long HELD_BACK_PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    // Another worker is claiming under the same limit, or there is more to look through: that takes a moment.
    private static final long BUSY_PAUSE_NANOS = Duration.ofMillis(2).toNanos();

    private final Services services;
    private final DedicatedConnection connection;
    private final WorkerSettings settings;
    private final Registration registration;
    private final Map<Integer, Binding<?, ?>> bindings;
    private final List<Integer> queueIds;
    private final Gates gates;
    private final Lanes lanes;
    private final Shares shares;
    private final WaitSamples waits;
    private final ClaimPlaces places = new ClaimPlaces();
    private final Backlogs backlogs = new Backlogs();
    private final Map<Integer, Claim.Place> lookedTo = new HashMap<>();
    private int firstQueue;

    // Of the round that is under way.
    private boolean full;
    private boolean draining;
    private long heldNanos;
    private long walkedNanos;

    Claims(
            Services services,
            DedicatedConnection connection,
            WorkerSettings settings,
            Registration registration,
            Map<Integer, Binding<?, ?>> bindings,
            List<Integer> queueIds,
            Gates gates,
            Lanes lanes) {
        this.services = services;
        this.connection = connection;
        this.settings = settings;
        this.registration = registration;
        this.bindings = bindings;
        this.queueIds = queueIds;
        this.gates = gates;
        this.lanes = lanes;
        this.waits = new WaitSamples(services.installation().statements().readWaits(), connection, services.watch());
        this.shares = new Shares(services, connection, settings, gates, lanes);
    }

    /**
     * What one round over the queues came to.
     *
     * @param full whether there may be more at once
     * @param heldNanos when to look again because a limit held something back; 0 if none did
     */
    record Round(int got, boolean full, long heldNanos) {}

    /**
     * Goes over the queues once.
     *
     * @param draining whether the worker wants to know soon that there is nothing more
     */
    Round claim(long workerId, int want, boolean draining) throws SQLException {
        this.draining = draining;
        full = false;
        heldNanos = 0;
        int got = 0;
        int apart = 0;
        for (int i = 0; i < queueIds.size() && got < want; i++) {
            int queueId = queueIds.get((firstQueue + i) % queueIds.size());
            int[] open = gates.open(queueId);
            if (gates.isLimited(queueId)) {
                got += claimLimited(workerId, queueId, queueId, open, want - got);
            } else if (gates.noTaskIsLimited() && lanes.isEmpty()) {
                got += claimPlain(workerId, queueId, queueId, open, want - got);
            } else {
                // First what has a way of its own: it takes little, while a backlog of the others would leave it
                // nothing.
                for (int taskId : open) {
                    apart += isApart(taskId) ? claimApart(workerId, queueId, taskId, want) : 0;
                }
                int[] others = Arrays.stream(open).filter(id -> !isApart(id)).toArray();
                got += claimBeside(workerId, queueId, queueId, others, want - got);
            }
        }
        firstQueue = (firstQueue + 1) % queueIds.size();
        return new Round(got + apart, full || got == want, heldNanos);
    }

    /** Keeps the shares to what is used, and what waits in lanes to what moves; returns what is to be given back. */
    List<ExecutionRun> lookAtLanes(long workerId) throws SQLException {
        return shares.look(workerId);
    }

    private boolean isApart(int taskId) {
        return gates.isTaskLimited(taskId) || gates.shared(taskId).isPresent() || lanes.batch(taskId) != null;
    }

    private int claimApart(long workerId, int queueId, int taskId, int most) throws SQLException {
        int[] task = {taskId};
        BatchLane batch = lanes.batch(taskId);
        OptionalInt shared = gates.shared(taskId);
        if (batch == null && shared.isEmpty()) {
            int got = claimLimited(workerId, queueId, -taskId, task, most);
            full |= got == most;
            return got;
        }
        if (batch == null && !hasShare(workerId, queueId, taskId, shared.getAsInt())) {
            return 0;
        }
        Lane lane = batch == null ? lanes.shared(taskId) : batch;
        int want = lane.want(settings.fetchBatch());
        if (want <= 0) {
            backlogs.seen(queueId, -taskId, System.nanoTime());
            lane.tellRoom();
            return 0;
        }
        int got = batch != null && (shared.isPresent() || gates.isTaskLimited(taskId))
                ? claimLimited(workerId, queueId, -taskId, task, want)
                : claimBeside(workerId, queueId, -taskId, task, want);
        full |= got == want;
        return got;
    }

    /** Whether the worker has a share of the limit; if not, it looks for work, and asks for one if there is some. */
    private boolean hasShare(long workerId, int queueId, int taskId, int amount) throws SQLException {
        long before = System.nanoTime();
        if (rests(queueId, -taskId, before)) {
            return false;
        }
        boolean heldByOthers = !shares.ready(workerId, queueId, taskId, amount);
        long after = System.nanoTime();
        if (heldByOthers) {
            backlogs.seen(queueId, -taskId, after);
            heldFor(HELD_BACK_PAUSE_NANOS);
        } else if (lanes.shared(taskId).share() == 0) {
            backlogs.reachedEnd(queueId, -taskId, after - before, after);
        }
        return lanes.shared(taskId).share() > 0;
    }

    /** Claims some of a queue's tasks, unless that would read over a backlog of its others again and again. */
    private int claimBeside(long workerId, int queueId, int claim, int[] taskIds, int limit) throws SQLException {
        long before = System.nanoTime();
        if (rests(queueId, claim, before)) {
            return 0;
        }
        walkedNanos = 0;
        int got = claimPlain(workerId, queueId, claim, taskIds, limit);
        long after = System.nanoTime();
        if (got == limit) {
            backlogs.seen(queueId, claim, after);
        } else {
            backlogs.reachedEnd(queueId, claim, walkedNanos, after);
        }
        return got;
    }

    private boolean rests(int queueId, int claim, long nowNanos) {
        long rest = backlogs.restNanos(queueId, claim, nowNanos);
        if (rest > 0) {
            heldFor(rest);
        }
        return rest > 0;
    }

    private int claimPlain(long workerId, int queueId, int placeKey, int[] taskIds, int limit) throws SQLException {
        if (taskIds.length == 0) {
            return 0;
        }
        Claim claim = services.installation().statements().claim();
        Claim.Place from = places.from(placeKey, System.nanoTime());
        int got = take(workerId, open -> {
            Claim.Batch batch = claim.execute(open, workerId, queueId, taskIds, from, limit);
            places.ended(placeKey, from, batch, limit, System.nanoTime());
            walkedNanos += batch.walked().toNanos();
            return batch.executions();
        });
        if (got == limit || from.isHead()) {
            return got;
        }
        // What came in before the place is found at the head.
        long rest = draining ? 0 : places.headRestNanos(placeKey, System.nanoTime());
        if (rest > 0) {
            heldFor(rest);
            return got;
        }
        places.forget(placeKey);
        return got + claimPlain(workerId, queueId, placeKey, taskIds, limit - got);
    }

    private int claimLimited(long workerId, int queueId, int placeKey, int[] taskIds, int limit) throws SQLException {
        if (taskIds.length == 0) {
            return 0;
        }
        ClaimLimited claim = services.installation().statements().claimLimited();
        Claim.Place from = lookedTo.getOrDefault(placeKey, Claim.Place.HEAD);
        return take(workerId, open -> {
            ClaimLimited.Claims claims = claim.execute(open, workerId, queueId, taskIds, from, limit);
            lookedTo.put(placeKey, claims.lookedTo());
            switch (claims.verdict()) {
                case OPEN -> {}
                case HELD_BACK -> heldFor(HELD_BACK_PAUSE_NANOS);
                case BUSY, MORE -> heldFor(BUSY_PAUSE_NANOS);
            }
            return claims.claimed();
        });
    }

    private void heldFor(long nanos) {
        heldNanos = heldNanos == 0 ? nanos : Math.min(heldNanos, nanos);
    }

    private int take(long workerId, Installation.Work<List<Claimed>> claim) throws SQLException {
        LoadBeside loadBeside = services.installation().statements().loadBeside();
        boolean traced = services.installation().traces().isOn();
        long begun = services.watch().now();
        services.held().doubted();
        List<Claimed> claimed = connection.with(open -> loadBeside.execute(open, claim.on(open), traced));
        services.watch().claimed(claimed.size(), begun);
        Map<Long, Long> due = waits.due(claimed);
        var runs = new ArrayList<ExecutionRun>(claimed.size());
        for (Claimed row : claimed) {
            Binding<?, ?> binding = Objects.requireNonNull(bindings.get(row.taskId()), "claimed an unknown task");
            var run = new ExecutionRun(row, binding, services);
            if (!due.isEmpty()) {
                run.due(due.getOrDefault(row.id(), Watch.UNKNOWN));
            }
            services.held().add(run);
            runs.add(run);
        }
        services.held().resolved(1);
        if (registration.workerId() != workerId) {
            // Lost while the claim was under way: the rescuer has these rows, or will have them.
            runs.forEach(services.held()::remove);
            return 0;
        }
        lanes.offer(runs);
        return claimed.size();
    }
}
