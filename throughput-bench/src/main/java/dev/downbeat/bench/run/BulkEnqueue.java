package dev.downbeat.bench.run;

import dev.downbeat.queue.Enqueue;
import dev.downbeat.queue.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Enqueues a run's executions from one client, in chunks, as an application in a hurry would. */
final class BulkEnqueue {
    private static final int CHUNK = 10_000;

    /** Bounds what a chunk of heavy payloads takes of the coordinator's heap. */
    private static final int HEAVY_CHUNK = 50;

    private BulkEnqueue() {}

    /**
     * What was enqueued.
     *
     * @param ids of all of it
     * @param nanos how long it took
     */
    record Enqueuing(Ids ids, long nanos) {}

    static Enqueuing run(Queue queue, LongFunction<Enqueue<?>> requests, int tasks, boolean heavy) {
        int chunk = heavy ? HEAVY_CHUNK : CHUNK;
        Ids ids = new Ids(tasks);
        long start = System.nanoTime();
        for (int from = 0; from < tasks; from += chunk) {
            List<Enqueue<?>> batch = new ArrayList<>();
            // Numbers begin anew with each chunk: short ones and long ones keep coming, as in an application's
            // payloads. Code
            // that was compiled for long ones alone would be thrown away at the first short one, in the midst of a
            // measurement.
            for (int number = 1; number <= Math.min(chunk, tasks - from); number++) {
                batch.add(requests.apply(number));
            }
            queue.enqueueAll(batch).forEach(enqueued -> ids.add(enqueued.id()));
        }
        return new Enqueuing(ids, System.nanoTime() - start);
    }
}
