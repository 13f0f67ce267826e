package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.ReadWaits;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Asks how long what was claimed had been due: of some of each claim, and only for a worker that somebody observes. The
 * claim itself does not send it, for it would be the dearest of its columns. For the claimer's thread.
 */
final class WaitSamples {

    private static final int MOST = 50;

    private final ReadWaits readWaits;
    private final DedicatedConnection connection;
    private final Watch watch;

    WaitSamples(ReadWaits readWaits, DedicatedConnection connection, Watch watch) {
        this.readWaits = readWaits;
        this.connection = connection;
        this.watch = watch;
    }

    /** Returns, by id, when executions of this claim became due, in this process's {@link System#nanoTime}. */
    Map<Long, Long> due(List<Claimed> claimed) throws SQLException {
        long[] ids = watch.isOn() ? sample(claimed) : new long[0];
        if (ids.length == 0) {
            return Map.of();
        }
        Map<Long, Long> waitedMicros = connection.with(open -> readWaits.execute(open, ids));
        long now = System.nanoTime();
        var due = new HashMap<Long, Long>();
        waitedMicros.forEach((id, micros) -> due.put(id, now - micros * 1_000));
        return due;
    }

    /** Later runs stand under the time at which their first was due. */
    private static long[] sample(List<Claimed> claimed) {
        List<Claimed> first = claimed.stream().filter(row -> row.run() == 1).toList();
        int taken = Math.min(MOST, first.size());
        // Evenly over the claim: its end has waited less than its head.
        return IntStream.range(0, taken)
                .mapToLong(
                        i -> first.get((int) ((long) i * first.size() / taken)).id())
                .toArray();
    }
}
