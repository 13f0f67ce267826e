package dev.downbeat.bench.check;

import dev.downbeat.bench.statistics.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How long the way to the server is. */
final class ConnectionProbes {
    private static final int TIMES = 7;
    private static final int ROUND_TRIPS = 200;
    private static final int THREADS = 4;
    private static final int STATEMENTS_EACH = 100;
    private static final int CONNECTIONS = 10;

    private ConnectionProbes() {}

    static Reading opening(Site site) throws Exception {
        return Reading.of(Repeat.millis(TIMES, 1, () -> site.connect().close()));
    }

    static Reading roundTrip(Site site) throws Exception {
        try (Connection connection = site.connect()) {
            return Reading.of(Repeat.millis(TIMES, ROUND_TRIPS, () -> select(connection, ROUND_TRIPS)));
        }
    }

    /** Several threads with a pool between them, against one connection that is kept, and one for each statement. */
    static Reading pooled(Site site) throws Exception {
        double kept;
        try (Connection connection = site.connect()) {
            kept = median(Repeat.perSecond(TIMES, ROUND_TRIPS, () -> select(connection, ROUND_TRIPS)));
        }
        double fresh = median(Repeat.perSecond(TIMES, CONNECTIONS, () -> selectOnFreshConnections(site)));
        ExecutorService threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().name("check-pool-", 1).daemon().factory());
        try {
            List<Double> pooled = Repeat.perSecond(TIMES, THREADS * STATEMENTS_EACH, () -> selectOnPool(site, threads));
            if (median(pooled) < fresh) {
                throw new BrokenException(
                        "%d threads with a pool do %.0f statements a second, with a connection for each %.0f"
                                .formatted(THREADS, median(pooled), fresh));
            }
            return Reading.of(pooled)
                    .noting(String.format(
                            Locale.ROOT,
                            "%d threads; one connection that is kept: %.0f/s, one for each statement: %.0f/s",
                            THREADS,
                            kept,
                            fresh));
        } finally {
            threads.shutdownNow();
        }
    }

    private static void selectOnFreshConnections(Site site) throws SQLException {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Connection connection = site.connect()) {
                select(connection, 1);
            }
        }
    }

    private static void selectOnPool(Site site, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            work.add(threads.submit(() -> {
                for (int statement = 0; statement < STATEMENTS_EACH; statement++) {
                    try (Connection connection = site.pool().getConnection()) {
                        select(connection, 1);
                    }
                }
                return null;
            }));
        }
        for (Future<?> each : work) {
            each.get();
        }
    }

    private static void select(Connection connection, int times) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select 1")) {
            for (int i = 0; i < times; i++) {
                statement.executeQuery().close();
            }
        }
    }

    private static double median(List<Double> values) {
        return Sample.of(values).median();
    }
}
