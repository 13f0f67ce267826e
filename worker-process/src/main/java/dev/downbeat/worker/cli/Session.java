package dev.downbeat.worker.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.Database;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.settings.Settings;

/**
 * What a command works with: an open database with its schema. Closing lets go of it.
 *
 * @param settings the effective settings
 * @param console where to print
 * @param database the server
 * @param dataSource the pool on it
 */
public record Session(Settings settings, Console console, Database database, HikariDataSource dataSource)
        implements AutoCloseable {
    @Override
    public void close() {
        try (database) {
            dataSource.close();
        }
    }
}
