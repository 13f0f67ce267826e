package dev.downbeat.playbook.tool.postgres;

import com.zaxxer.hikari.HikariConfig;
import dev.downbeat.playbook.settings.PostgresSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.Fields;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call's {@code pool} asks of the connections to its credential's database. Calls that ask for the same share a
 * pool.
 *
 * @param name sets calls apart that would share one otherwise
 * @param maxSize connections at most, 1 to 100
 * @param minSize connections kept although nobody uses them, 0 to {@code maxSize}
 * @param timeout how long a call waits for a connection, at least 250 ms
 * @param maxIdle how long an unused connection is kept, at least 10 s
 * @param maxLifetime how old a connection becomes, at least 30 s
 */
record PoolOptions(String name, int maxSize, int minSize, Duration timeout, Duration maxIdle, Duration maxLifetime) {
    private static final int MOST = 100;
    private static final Duration MAX_IDLE = Duration.ofMinutes(10);
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);

    /** What a call without {@code pool} has. */
    static PoolOptions of(PostgresSettings settings) {
        return new PoolOptions("", settings.poolSize(), 0, settings.connectTimeout(), MAX_IDLE, MAX_LIFETIME);
    }

    /**
     * Reads a call's {@code pool}: a mapping, or {@code true} and {@code false} for what the settings say. Keys of other
     * drivers' pools are passed over.
     *
     * @throws ToolException if a value is none that it can be
     */
    static PoolOptions of(Fields call, PostgresSettings settings) throws ToolException {
        PoolOptions usual = of(settings);
        Optional<Object> written = call.any("pool");
        if (written.isEmpty() || written.get() instanceof Boolean) {
            return usual;
        }
        Map<String, @Nullable Object> mapping = PlainData.map(written.get())
                .orElseThrow(() -> ToolException.of(
                        ErrorKind.SCHEMA, "'pool': expected a mapping such as {max_size: 20}, got " + written.get()));
        Fields pool = new Fields(mapping);
        int maxSize = pool.number("max_size", usual.maxSize, 1);
        int minSize = pool.number("min_size", 0, 0);
        if (maxSize > MOST || minSize > maxSize) {
            throw ToolException.of(
                    ErrorKind.SCHEMA,
                    "'pool': expected min_size <= max_size <= %d, got min_size %d, max_size %d"
                            .formatted(MOST, minSize, maxSize));
        }
        return new PoolOptions(
                pool.text("name").orElse(""),
                maxSize,
                minSize,
                atLeast(Duration.ofMillis(250), pool.duration("timeout").orElse(usual.timeout)),
                atLeast(Duration.ofSeconds(10), pool.duration("max_idle").orElse(MAX_IDLE)),
                atLeast(Duration.ofSeconds(30), pool.duration("max_lifetime").orElse(MAX_LIFETIME)));
    }

    /** Sets up a pool that is about to be opened; its size is set already. */
    void apply(HikariConfig pool) {
        pool.setConnectionTimeout(atLeast(Duration.ofMillis(250), timeout).toMillis());
        pool.setMinimumIdle(minSize);
        pool.setIdleTimeout(maxIdle.toMillis());
        pool.setMaxLifetime(maxLifetime.toMillis());
    }

    private static Duration atLeast(Duration least, Duration value) {
        return value.compareTo(least) < 0 ? least : value;
    }
}
