package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claim;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the next claim of each queue begins: behind the last one, for a while, then at the head again.
 *
 * <p>An index keeps the entries of claimed rows until a vacuum, and a claim from the head walks over all of them; while a
 * transaction somewhere stays open, no vacuum removes them. What comes in before the remembered place, more urgent or given
 * back, or committed late, is found within {@link #MEMORY}; over so long a way that the walk itself takes time, within {@link
 * #PATIENCE} times that, at most {@link #LONGEST_MEMORY}. At the end of what there is, claims begin a little before the last
 * one's end, so that what is committed a little late is found at once. A claim that came to the end over a {@link
 * #SHORT_WAY} looks at the head again at once. For one thread.
 */
final class ClaimPlaces {

    static final Duration MEMORY = Duration.ofMillis(100);
    static final Duration LONGEST_MEMORY = Duration.ofSeconds(1);

    /** A claim from the head that walks no longer is made every time. */
    static final Duration SHORT_WAY = Duration.ofMillis(2);

    /** The walks from the head may take one part in so many of the time. */
    static final int PATIENCE = 20;

    private final Map<Integer, Remembered> byQueue = new HashMap<>();

    /**
     * Where the next claim begins.
     *
     * @param headAtNanos when the head was last looked at
     * @param walkedNanos how long the walk from there was; not what moving and the commit took, which say nothing of the way
     */
    private record Remembered(Claim.Place place, long headAtNanos, long walkedNanos) {

        Remembered at(Claim.Place next) {
            return new Remembered(next, headAtNanos, walkedNanos);
        }

        boolean isOver(long nowNanos) {
            return nowNanos - headAtNanos > Math.max(MEMORY.toNanos(), patienceNanos());
        }

        long patienceNanos() {
            return Math.min(walkedNanos * PATIENCE, LONGEST_MEMORY.toNanos());
        }
    }

    Claim.Place from(int queueId, long nowNanos) {
        Remembered remembered = byQueue.get(queueId);
        if (remembered == null || remembered.place.isHead() || remembered.isOver(nowNanos)) {
            byQueue.put(queueId, new Remembered(Claim.Place.HEAD, nowNanos, 0));
            return Claim.Place.HEAD;
        }
        return remembered.place;
    }

    /** A batch that was not full reached the end of what there was: that is worth remembering only if the way was long. */
    void ended(int queueId, Claim.Place from, Claim.Batch batch, int limit, long nowNanos) {
        Remembered remembered = byQueue.get(queueId);
        if (remembered == null) {
            return;
        }
        Remembered now =
                from.isHead() ? new Remembered(from, nowNanos, batch.walked().toNanos()) : remembered;
        boolean full = batch.executions().size() == limit;
        byQueue.put(queueId, now.at(full ? batch.last() : afterTheEnd(now, batch)));
    }

    private static Claim.Place afterTheEnd(Remembered remembered, Claim.Batch batch) {
        return remembered.walkedNanos > SHORT_WAY.toNanos() ? batch.tail() : Claim.Place.HEAD;
    }

    /** For how long the head is left alone by a claim that came to the end from a remembered place; 0 if it looks there now. */
    long headRestNanos(int queueId, long nowNanos) {
        Remembered remembered = byQueue.get(queueId);
        return remembered == null || remembered.place.isHead()
                ? 0
                : Math.max(0, remembered.patienceNanos() - (nowNanos - remembered.headAtNanos));
    }

    /** The next claim begins at the head. */
    void forget(int queueId) {
        byQueue.remove(queueId);
    }
}
