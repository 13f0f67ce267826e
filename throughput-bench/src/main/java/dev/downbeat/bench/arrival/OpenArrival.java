package dev.downbeat.bench.arrival;

import dev.downbeat.bench.machine.WallClock;
import java.sql.SQLException;
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
 * Lets work arrive at a constant rate, whether or not anybody keeps up: an open model.
 *
 * <p>Each arrival is told the moment at which it was meant to be. Latency counted from that moment, not from the call, includes
 * what a stalled sender would hide: there is no coordinated omission.
 */
public final class OpenArrival {
    /** Enough that one slow commit does not hold up the others at any rate that one machine takes. */
    private static final int SENDERS = 4;

    private static final Duration LATE = Duration.ofSeconds(60);

    private final int ratePerSecond;

    /** Prepares so many arrivals a second; at least 1. */
    public OpenArrival(int ratePerSecond) {
        this.ratePerSecond = ratePerSecond;
    }

    /** What an arrival does. Several arrive at once. */
    @FunctionalInterface
    public interface Arriving<T> {
        /**
         * Called once for each.
         *
         * @param number counts the arrivals of a run, from 1
         * @param dueMicros when it was meant to be, in microseconds since the epoch
         */
        T arrive(long number, long dueMicros) throws SQLException;
    }

    /**
     * Lets so many arrive; returns what came of each, in no order.
     *
     * @throws SQLException if one fails, or the last has not returned a minute after it was due
     */
    public <T> List<T> run(int arrivals, Arriving<T> arriving) throws SQLException, InterruptedException {
        long startNanos = System.nanoTime();
        long startMicros = WallClock.micros();
        var senders = Executors.newFixedThreadPool(
                SENDERS, Thread.ofPlatform().name("arrival-", 1).daemon().factory());
        try {
            List<Future<List<T>>> sent = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int first = sender;
                sent.add(senders.submit(() -> send(first, arrivals, startNanos, startMicros, arriving)));
            }
            List<T> all = new ArrayList<>(arrivals);
            long lastMillis = TimeUnit.SECONDS.toMillis(arrivals / ratePerSecond) + LATE.toMillis();
            for (Future<List<T>> each : sent) {
                all.addAll(each.get(lastMillis, TimeUnit.MILLISECONDS));
            }
            return all;
        } catch (ExecutionException e) {
            throw new SQLException("The arrivals could not be sent: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new SQLException("The last arrivals were not sent within %s of their time".formatted(LATE), e);
        } finally {
            senders.shutdownNow();
        }
    }

    private <T> List<T> send(int first, int arrivals, long startNanos, long startMicros, Arriving<T> arriving)
            throws SQLException {
        List<T> sent = new ArrayList<>();
        for (int number = first; number < arrivals; number += SENDERS) {
            long dueNanos = number * 1_000_000_000L / ratePerSecond;
            awaitNanos(startNanos + dueNanos);
            sent.add(arriving.arrive(number + 1L, startMicros + dueNanos / 1000));
        }
        return sent;
    }

    private static void awaitNanos(long moment) {
        long left = moment - System.nanoTime();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = moment - System.nanoTime();
        }
    }
}
