package dev.downbeat.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which of the claims on a queue have a backlog, and for how long a claim that found less than it asked for rests behind
 * the backlog of another.
 *
 * <p>One index orders all tasks of a queue: a claim for some of them reads over everything that waits of the others, each
 * time. So it takes one part in {@link #PATIENCE} of the time, and comes at least once in {@link #LONGEST_REST}. Where
 * nothing else waits it never rests. For one thread.
 */
final class Backlogs {

    static final int PATIENCE = 20;
    static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final Map<Integer, OfQueue> byQueue = new HashMap<>();

    private static final class OfQueue {
        // By claim: when it was last seen that more is ready for it than it took.
        private final Map<Integer, Long> seenAt = new HashMap<>();
        // All that rest do so together: in turns, some would rest at any time, and nobody would ever know that nothing
        // is left.
        private final Set<Integer> resting = new HashSet<>();
        private long restUntil;
    }

    /** More is ready for this claim than it takes now. */
    void seen(int queueId, int claim, long nowNanos) {
        of(queueId).seenAt.put(claim, nowNanos);
    }

    /** The claim came to the end of the queue, over so long a way. */
    void reachedEnd(int queueId, int claim, long walkedNanos, long nowNanos) {
        OfQueue queue = of(queueId);
        boolean behindAnother = queue.seenAt.entrySet().stream()
                .anyMatch(seen -> seen.getKey() != claim && nowNanos - seen.getValue() < LONGEST_REST.toNanos());
        if (behindAnother) {
            long until = nowNanos + Math.min(walkedNanos * PATIENCE, LONGEST_REST.toNanos());
            queue.restUntil = queue.resting.isEmpty() ? until : Math.max(until, queue.restUntil);
            queue.resting.add(claim);
        }
    }

    /** Returns for how long the claim is to rest still; 0 if it may be made now. */
    long restNanos(int queueId, int claim, long nowNanos) {
        OfQueue queue = of(queueId);
        if (!queue.resting.contains(claim)) {
            return 0;
        }
        long left = queue.restUntil - nowNanos;
        if (left <= 0) {
            queue.resting.clear();
            return 0;
        }
        return left;
    }

    private OfQueue of(int queueId) {
        return byQueue.computeIfAbsent(queueId, id -> new OfQueue());
    }
}
