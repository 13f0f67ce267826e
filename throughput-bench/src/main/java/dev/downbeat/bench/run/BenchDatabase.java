package dev.downbeat.bench.run;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;

/**
 * The database of one run. Closing drops it.
 *
 * @param url where workers connect
 * @param dataSource the coordinator's own pool
 * @param drop ends it
 */
public record BenchDatabase(DatabaseUrl url, HikariDataSource dataSource, Runnable drop) implements AutoCloseable {
    @Override
    public void close() {
        dataSource.close();
        drop.run();
    }
}
