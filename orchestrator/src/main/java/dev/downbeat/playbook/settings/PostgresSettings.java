package dev.downbeat.playbook.settings;

import java.time.Duration;

/**
 * How the {@code postgres} tool talks to databases.
 *
 * @param poolSize connections at most per credential in one process
 * @param connectTimeout how long a call waits for a connection
 * @param timeout how long a call may take that names no timeout of its own
 * @param maxRows rows one statement may return; more is an error
 */
public record PostgresSettings(int poolSize, Duration connectTimeout, Duration timeout, int maxRows) {

    /** What holds when nothing is set. */
    public static final PostgresSettings DEFAULTS =
            new PostgresSettings(10, Duration.ofSeconds(10), Duration.ofMinutes(5), 100_000);

    public PostgresSettings {
        Bounds.atLeast("postgres.pool_size", poolSize, 1);
        Bounds.positive("postgres.connect_timeout", connectTimeout);
        Bounds.positive("postgres.timeout", timeout);
        Bounds.atLeast("postgres.max_rows", maxRows, 1);
    }
}
