package dev.downbeat.schema;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Opens pools of connections as Downbeat wants them: bounded, prepared on first use, dead peers noticed,
 * notifications handed over at once.
 */
public final class Pool {
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SOCKET_TIMEOUT = Duration.ofMinutes(2);

    /**
     * Opens a pool; the caller closes it. No connection is made before the first is asked for.
     *
     * <p>Options in the URL win over those set here.
     *
     * @param size the most connections held at once; at least 1
     */
    public static HikariDataSource open(DatabaseUrl url, int size) {
        return open(url, size, config -> {});
    }

    /**
     * Opens a pool of which more is said; the caller closes it. Hikari reads some of it at the opening alone, such as how
     * long to wait for a connection.
     *
     * @param size the most connections held at once; at least 1
     * @param more what differs from {@link #open(DatabaseUrl, int)}
     */
    public static HikariDataSource open(DatabaseUrl url, int size, Consumer<HikariConfig> more) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, got " + size);
        }
        var config = new HikariConfig();
        config.setJdbcUrl(url.jdbc());
        url.user().ifPresent(config::setUsername);
        url.password().ifPresent(config::setPassword);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setPoolName("downbeat");
        option(config, url, "ApplicationName", "downbeat");
        option(config, url, "tcpKeepAlive", "true");
        option(config, url, "connectTimeout", Long.toString(CONNECTION_TIMEOUT.toSeconds()));
        option(config, url, "socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
        option(config, url, "socketFactory", PromptSocketFactory.class.getName());
        more.accept(config);
        return new HikariDataSource(config);
    }

    /** Closes a pool to its last connection, though the thread be interrupted: it stays so. */
    public static void close(HikariDataSource pool) {
        boolean interrupted = Thread.interrupted();
        try {
            pool.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void option(HikariConfig config, DatabaseUrl url, String name, String value) {
        if (!url.options().containsKey(name)) {
            config.addDataSourceProperty(name, value);
        }
    }

    private Pool() {}
}
