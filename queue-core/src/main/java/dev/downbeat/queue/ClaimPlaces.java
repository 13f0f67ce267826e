package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claim;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the next claim of each queue begins: behind the last full one, for a while, then at the head again.
 *
 * <p>An index keeps the entries of claimed rows until a vacuum, and a claim from the head walks over all of them. What comes
 * in before the remembered place, more urgent or given back, is found within {@link #MEMORY}; over so long a backlog that
 * the walk itself takes time, within {@link #PATIENCE} times that, at most {@link #LONGEST_MEMORY}. For one thread.
 */
final class ClaimPlaces {

    static final Duration MEMORY = Duration.ofMillis(100);
    static final Duration LONGEST_MEMORY = Duration.ofSeconds(1);

    /** A claim from the head may take one part in so many of the time. */
    static final int PATIENCE = 20;

    private final Map<Integer, Remembered> byQueue = new HashMap<>();

    private record Remembered(Claim.Place place, long headAtNanos, long memoryNanos) {

        Remembered at(Claim.Place next) {
            return new Remembered(next, headAtNanos, memoryNanos);
        }
    }

    Claim.Place from(int queueId, long nowNanos) {
        Remembered remembered = byQueue.get(queueId);
        if (remembered == null
                || remembered.place.equals(Claim.Place.HEAD)
                || nowNanos - remembered.headAtNanos > remembered.memoryNanos) {
            byQueue.put(queueId, new Remembered(Claim.Place.HEAD, nowNanos, MEMORY.toNanos()));
            return Claim.Place.HEAD;
        }
        return remembered.place;
    }

    /** Only a full batch is worth remembering: a smaller one reached the end of what there was. */
    void ended(int queueId, Claim.Place from, Claim.Batch batch, int limit, long nowNanos) {
        Remembered remembered = byQueue.get(queueId);
        if (remembered == null) {
            return;
        }
        Claim.Place next = batch.executions().size() == limit ? batch.last() : Claim.Place.HEAD;
        byQueue.put(
                queueId,
                from.equals(Claim.Place.HEAD)
                        ? new Remembered(next, nowNanos, memory(nowNanos - remembered.headAtNanos))
                        : remembered.at(next));
    }

    private static long memory(long tookNanos) {
        return Math.clamp(tookNanos * PATIENCE, MEMORY.toNanos(), LONGEST_MEMORY.toNanos());
    }
}
