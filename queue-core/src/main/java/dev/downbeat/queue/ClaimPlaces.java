package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claim;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the next claim of each queue begins: behind the last full one, for a short while, then at the head again.
 *
 * <p>An index keeps the entries of claimed rows until a vacuum. Over a long backlog every claim from the head would walk
 * over all of them. What comes in before the remembered place, more urgent or given back, is found within
 * {@link #MEMORY}. For one thread.
 */
final class ClaimPlaces {

    static final Duration MEMORY = Duration.ofMillis(100);

    private final Map<Integer, Remembered> byQueue = new HashMap<>();

    private record Remembered(Claim.Place place, long headAtNanos) {}

    Claim.Place from(int queueId, long nowNanos) {
        Remembered remembered = byQueue.get(queueId);
        if (remembered == null || nowNanos - remembered.headAtNanos > MEMORY.toNanos()) {
            byQueue.put(queueId, new Remembered(Claim.Place.HEAD, nowNanos));
            return Claim.Place.HEAD;
        }
        return remembered.place;
    }

    /** Only a full batch is worth remembering: a smaller one reached the end of what there was. */
    void ended(int queueId, Claim.Batch batch, int limit) {
        Remembered remembered = byQueue.get(queueId);
        if (remembered != null) {
            Claim.Place next = batch.executions().size() == limit ? batch.last() : Claim.Place.HEAD;
            byQueue.put(queueId, new Remembered(next, remembered.headAtNanos));
        }
    }
}
