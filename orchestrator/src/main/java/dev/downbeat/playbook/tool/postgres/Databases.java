package dev.downbeat.playbook.tool.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.playbook.credential.Credential;
import dev.downbeat.playbook.settings.PostgresSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The databases that steps talk to: the installation's own, and one pool for each credential in use, more where calls ask
 * for pools of their own. A credential that has been changed gets a new pool. At most 50 pools are open: the one that was
 * used longest ago gives way, once it has been out of use for a minute. Safe for use by several threads.
 */
public final class Databases implements AutoCloseable {
    private static final int MOST_POOLS = 50;
    private static final Duration OUT_OF_USE = Duration.ofMinutes(1);

    private final PostgresSettings settings;
    // The one used longest ago first. Guarded by this.
    private final Map<Key, Opened> pools = new LinkedHashMap<>(16, 0.75f, true);

    public Databases(PostgresSettings settings) {
        this.settings = settings;
    }

    private record Key(String credential, PoolOptions options) {}

    private record Opened(DatabaseUrl url, HikariDataSource pool, AtomicLong usedNanos) {}

    /** The database of a call. */
    public record Target(DataSource pool, boolean own) {}

    /** Returns the pool shared by all calls of this process. */
    public static Databases of(ToolCall call) {
        return call.services()
                .shared(
                        Databases.class,
                        services -> new Databases(services.settings().postgres()));
    }

    /** Returns the database that {@code auth} names, and the installation's own when it names none. */
    public Target target(ToolCall call, Optional<Object> auth) throws ToolException {
        return target(call, auth, PoolOptions.of(settings));
    }

    /** Returns the same through the pool that these options ask for; the installation's own has its own options. */
    Target target(ToolCall call, Optional<Object> auth, PoolOptions options) throws ToolException {
        if (auth.isEmpty()) {
            return new Target(call.services().database(), true);
        }
        Map<String, @Nullable Object> inline = PlainData.map(auth.get()).orElse(null);
        Object name = inline == null ? auth.get() : inline.get("credential");
        Credential credential = name == null ? inline(inline) : call.credential(name.toString());
        return new Target(pool(new Key(credential.name(), options), url(credential)), false);
    }

    /**
     * Opens the pool that playbooks without {@code auth} use: apart from the queue's, so that slow statements do not
     * hold it up. The caller closes it.
     */
    public static HikariDataSource open(DatabaseUrl url, PostgresSettings settings) {
        return open(url, PoolOptions.of(settings));
    }

    private static HikariDataSource open(DatabaseUrl url, PoolOptions options) {
        return Pool.open(tuned(url), options.maxSize(), options::apply);
    }

    /**
     * Returns a URL with what a pool of tools wants: no cache for statements that are never seen again, no cut of long
     * ones.
     */
    private static DatabaseUrl tuned(DatabaseUrl url) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("preparedStatementCacheSizeMiB", "1");
        options.put("socketTimeout", "0");
        options.put("ApplicationName", "downbeat-playbook");
        options.putAll(url.options());
        return new DatabaseUrl(url.server(), url.database(), url.user(), url.password(), options);
    }

    @Override
    public synchronized void close() {
        pools.values().forEach(opened -> opened.pool().close());
        pools.clear();
    }

    private synchronized DataSource pool(Key key, DatabaseUrl url) throws ToolException {
        Opened present = pools.get(key);
        if (present != null && present.url().equals(url)) {
            present.usedNanos().set(System.nanoTime());
            return present.pool();
        }
        if (present == null && pools.size() >= MOST_POOLS) {
            makeRoom();
        }
        HikariDataSource pool = open(url, key.options());
        pools.put(key, new Opened(url, pool, new AtomicLong(System.nanoTime())));
        if (present != null) {
            present.pool().close();
        }
        return pool;
    }

    private void makeRoom() throws ToolException {
        Iterator<Opened> oldest = pools.values().iterator();
        Opened unused = oldest.next();
        boolean inUse = System.nanoTime() - unused.usedNanos().get() < OUT_OF_USE.toNanos()
                || unused.pool().getHikariPoolMXBean().getActiveConnections() > 0;
        if (inUse) {
            throw ToolException.of(
                    ErrorKind.DB_CONNECTION,
                    "this worker talks to %d databases already; try again when one of them is out of use"
                            .formatted(MOST_POOLS));
        }
        oldest.remove();
        unused.pool().close();
    }

    private static Credential inline(@Nullable Map<String, @Nullable Object> fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (fields != null) {
            fields.forEach((key, value) -> {
                if (value != null) {
                    texts.put(key, value.toString());
                }
            });
        }
        return new Credential("auth " + texts.hashCode(), "postgres", texts);
    }

    private static DatabaseUrl url(Credential credential) throws ToolException {
        Optional<String> dsn = credential.field("dsn", "url", "connection_string");
        if (dsn.isPresent()) {
            try {
                return DatabaseUrl.parse(dsn.get());
            } catch (IllegalArgumentException e) {
                throw ToolException.of(
                        ErrorKind.SCHEMA, "credential '%s': %s".formatted(credential.name(), e.getMessage()));
            }
        }
        String host = credential
                .field("host", "db_host")
                .orElseThrow(() -> ToolException.of(
                        ErrorKind.SCHEMA,
                        "credential '%s' names no database: it needs 'dsn', or 'host', 'database', 'user', 'password'"
                                .formatted(credential.name())));
        return new DatabaseUrl(
                host + ":" + credential.field("port", "db_port").orElse("5432"),
                credential.field("database", "dbname", "db_name").orElse("postgres"),
                credential.field("user", "username", "db_user"),
                credential.field("password", "db_password"),
                Map.of());
    }
}
