package dev.downbeat.queue;

import dev.downbeat.queue.internal.LimitShare;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * This worker's shares of the limits on what runs at once: taken when there is work, grown when they are too small, given
 * back when they are not used. For the claimer's thread.
 */
final class Shares {

    // How often a share that is too small is asked for again.
    private static final long ASK_NANOS = Duration.ofMillis(50).toNanos();

    private final Installation installation;
    private final DedicatedConnection connection;
    private final int concurrency;
    private final Gates gates;
    private final Lanes lanes;
    private final Map<Integer, Long> askedAt = new HashMap<>();
    private final Map<Integer, Integer> amounts = new HashMap<>();
    private long lastWorkerId;

    Shares(Services services, DedicatedConnection connection, WorkerSettings settings, Gates gates, Lanes lanes) {
        this.installation = services.installation();
        this.connection = connection;
        this.concurrency = settings.concurrency();
        this.gates = gates;
        this.lanes = lanes;
    }

    /** Sees that there is a share if there is work for it; returns false if others have it all. */
    boolean ready(long workerId, int queueId, int taskId, int amount) throws SQLException {
        if (workerId != lastWorkerId) {
            // What it had under its former lease is gone with that.
            lanes.loseShares();
            lastWorkerId = workerId;
        }
        SharedLane lane = lanes.shared(taskId);
        boolean changed = !Integer.valueOf(amount).equals(amounts.put(taskId, amount));
        int most = Math.min(amount, concurrency);
        boolean wanted = lane.isUsedUp() && lane.share() < most && isDue(taskId);
        if (!changed && !wanted) {
            return lane.share() > 0 || !isKnownToBeHeld(taskId);
        }
        if (lane.buffered() == 0 && !connection.with(open -> statement().hasWork(open, queueId, taskId))) {
            askedAt.remove(taskId);
            return true;
        }
        askedAt.put(taskId, System.nanoTime());
        lane.share(connection.with(open -> statement().take(open, workerId, taskId, amount, most)));
        return lane.share() > 0;
    }

    private boolean isDue(int taskId) {
        Long asked = askedAt.get(taskId);
        return asked == null || System.nanoTime() - asked >= ASK_NANOS;
    }

    /** Whether it was asked for a moment ago, in vain, although there was work. */
    private boolean isKnownToBeHeld(int taskId) {
        return askedAt.containsKey(taskId);
    }

    /** Gives unused shares back; returns what waits in lanes that do not move, or that are none any more. */
    List<ExecutionRun> look(long workerId) throws SQLException {
        var left = new ArrayList<ExecutionRun>();
        for (Map.Entry<Integer, SharedLane> entry : lanes.shared().entrySet()) {
            int taskId = entry.getKey();
            SharedLane lane = entry.getValue();
            if (gates.shared(taskId).isEmpty()) {
                left.addAll(lanes.leave(taskId));
                keep(workerId, taskId, lane, 0);
            } else {
                keep(workerId, taskId, lane, Math.min(lane.share(), lane.used()));
                left.addAll(lane.isStuck() ? lane.takeBuffered() : List.of());
            }
        }
        return left;
    }

    private void keep(long workerId, int taskId, SharedLane lane, int slots) throws SQLException {
        if (slots < lane.share()) {
            // First here: what is given back is not used from now on.
            lane.share(slots);
            connection.with(open -> statement().keep(open, workerId, taskId, slots));
        }
    }

    private LimitShare statement() {
        return installation.statements().limitShare();
    }
}
