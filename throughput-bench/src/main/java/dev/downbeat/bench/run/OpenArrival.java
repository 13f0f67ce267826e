package dev.downbeat.bench.run;

import dev.downbeat.bench.task.BenchTasks;
import dev.downbeat.bench.task.Due;
import dev.downbeat.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Enqueues at a constant rate, whether or not the workers keep up: an open model.
 *
 * <p>Each execution carries the moment at which it was meant to arrive. Latency counted from that moment, not from the
 * enqueue, includes what a stalled enqueuer would hide: there is no coordinated omission.
 */
final class OpenArrival {
    /** Enough that one slow commit does not hold up the others at any rate that one machine takes. */
    private static final int SENDERS = 4;

    private static final Duration LATE = Duration.ofSeconds(60);

    private final Queue queue;
    private final int ratePerSecond;

    OpenArrival(Queue queue, int ratePerSecond) {
        this.queue = queue;
        this.ratePerSecond = ratePerSecond;
    }

    /** Lets so many arrive; returns their ids when the last is in the books. */
    Ids run(int arrivals) throws InterruptedException {
        long startNanos = System.nanoTime();
        long startMicros = Span.nowMicros();
        var senders = Executors.newFixedThreadPool(
                SENDERS, Thread.ofPlatform().name("arrival-", 1).daemon().factory());
        try {
            List<Future<List<Long>>> sent = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int first = sender;
                sent.add(senders.submit(() -> send(first, arrivals, startNanos, startMicros)));
            }
            Ids ids = new Ids(arrivals);
            Duration deadline =
                    Duration.ofSeconds(arrivals / Math.max(1, ratePerSecond)).plus(LATE);
            for (Future<List<Long>> each : sent) {
                each.get(deadline.toMillis(), TimeUnit.MILLISECONDS).forEach(ids::add);
            }
            return ids;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The arrivals could not be enqueued: " + e.getMessage(), e);
        } finally {
            senders.shutdownNow();
        }
    }

    private List<Long> send(int first, int arrivals, long startNanos, long startMicros) {
        List<Long> ids = new ArrayList<>();
        for (int number = first; number < arrivals; number += SENDERS) {
            long dueNanos = number * 1_000_000_000L / ratePerSecond;
            awaitNanos(startNanos + dueNanos);
            Due due = new Due(number + 1L, startMicros + dueNanos / 1000);
            ids.add(queue.enqueue(BenchTasks.CLOCKED, due).id());
        }
        return ids;
    }

    private static void awaitNanos(long moment) {
        long left = moment - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = moment - System.nanoTime();
        }
    }
}
