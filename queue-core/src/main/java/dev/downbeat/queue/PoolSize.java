package dev.downbeat.queue;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** How many connections a worker needs: those that its threads keep, and one that is borrowed in turns. */
final class PoolSize {

    // Claimer, flusher, steps, heart.
    private static final int KEPT = 4;

    private PoolSize() {}

    /**
     * Refuses a pool in which a worker would wait for itself. Only a pool that tells its size can be judged.
     *
     * @param listen whether one more is kept for listening
     * @throws IllegalArgumentException if it is too small
     */
    static void check(DataSource dataSource, boolean listen) {
        int needed = KEPT + (listen ? 1 : 0) + 1;
        if (dataSource instanceof HikariDataSource pool && pool.getMaximumPoolSize() < needed) {
            throw new IllegalArgumentException(
                    "the pool is too small for a worker: connections=%d, needed=%d. Its threads keep %d, handlers borrow the rest."
                            .formatted(pool.getMaximumPoolSize(), needed, needed - 1));
        }
    }
}
