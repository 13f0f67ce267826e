package dev.downbeat.bench.machine;

import dev.downbeat.bench.statistics.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Measures the machine within a tenth of a second or two. Not for several at once: they would measure each other. */
public final class Yardstick {
    private static final int TIMES = 5;
    private static final int ITERATIONS = 3_000_000;
    private static final int ROUND_TRIPS = 40;
    private static final int WAKE_UPS = 40;
    private static final long LONGEST_SECONDS = 10;
    private static final double NANOS_PER_MILLI = 1e6;

    private Yardstick() {}

    private interface Work {
        void run() throws SQLException, InterruptedException;
    }

    /** Reads machine and server. */
    public static Machine read(DataSource database) throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection();
                PreparedStatement nothing = connection.prepareStatement("select 1")) {
            return new Machine(
                    millis(1, Yardstick::computeOnAllCores),
                    millis(ROUND_TRIPS, () -> {
                        for (int i = 0; i < ROUND_TRIPS; i++) {
                            nothing.executeQuery().close();
                        }
                    }),
                    millis(WAKE_UPS, Yardstick::wakeEachOther));
        }
    }

    /** The median of some times, after one that does not count. */
    private static double millis(int units, Work work) throws SQLException, InterruptedException {
        work.run();
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            work.run();
            millis.add(Math.max(1, System.nanoTime() - start) / NANOS_PER_MILLI / units);
        }
        return Sample.of(millis).median();
    }

    private static void computeOnAllCores() throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        CountDownLatch done = new CountDownLatch(cores);
        for (int core = 0; core < cores; core++) {
            long seed = core + 1L;
            Thread.ofPlatform().daemon().name("yardstick").start(() -> {
                if (computed(seed) != 0) { // always so; the result must be wanted by somebody
                    done.countDown();
                }
            });
        }
        if (!done.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("A computation of milliseconds took %d s.".formatted(LONGEST_SECONDS));
        }
    }

    private static long computed(long seed) {
        long value = seed;
        for (int i = 0; i < ITERATIONS; i++) {
            value ^= value << 13;
            value ^= value >>> 7;
            value ^= value << 17;
        }
        return value;
    }

    private static void wakeEachOther() throws InterruptedException {
        SynchronousQueue<Integer> there = new SynchronousQueue<>();
        SynchronousQueue<Integer> back = new SynchronousQueue<>();
        Thread other = Thread.ofPlatform().daemon().name("yardstick").start(() -> answer(there, back));
        for (int i = 0; i < WAKE_UPS; i++) {
            there.offer(i, LONGEST_SECONDS, TimeUnit.SECONDS);
            back.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
        }
        other.join(TimeUnit.SECONDS.toMillis(LONGEST_SECONDS));
    }

    private static void answer(SynchronousQueue<Integer> there, SynchronousQueue<Integer> back) {
        try {
            for (int i = 0; i < WAKE_UPS; i++) {
                there.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
                back.offer(i, LONGEST_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
