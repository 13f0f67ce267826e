package dev.downbeat.schema.scratch;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;

/**
 * A database for one measurement. Closing drops it.
 *
 * @param url where it is
 * @param dataSource a pool on it
 * @param drop ends it
 */
public record ScratchDatabase(DatabaseUrl url, HikariDataSource dataSource, Runnable drop) implements AutoCloseable {
    @Override
    public void close() {
        Pool.close(dataSource);
        drop.run();
    }
}
