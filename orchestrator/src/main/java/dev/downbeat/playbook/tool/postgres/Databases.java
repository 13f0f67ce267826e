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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The databases that steps talk to: the installation's own, and one pool for each credential in use. A credential that
 * has been changed gets a new pool. Safe for use by several threads.
 */
public final class Databases implements AutoCloseable {
    private final PostgresSettings settings;
    private final Map<String, Opened> pools = new HashMap<>(); // guarded by this

    public Databases(PostgresSettings settings) {
        this.settings = settings;
    }

    private record Opened(DatabaseUrl url, HikariDataSource pool) {}

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
        if (auth.isEmpty()) {
            return new Target(call.services().database(), true);
        }
        Map<String, @Nullable Object> inline = PlainData.map(auth.get()).orElse(null);
        Object name = inline == null ? auth.get() : inline.get("credential");
        Credential credential = name == null ? inline(inline) : call.credential(name.toString());
        return new Target(pool(credential.name(), url(credential)), false);
    }

    /**
     * Opens the pool that playbooks without {@code auth} use: apart from the queue's, so that slow statements do not
     * hold it up. The caller closes it.
     */
    public static HikariDataSource open(DatabaseUrl url, PostgresSettings settings) {
        HikariDataSource pool = Pool.open(tuned(url), settings.poolSize());
        pool.setConnectionTimeout(Math.max(250, settings.connectTimeout().toMillis()));
        return pool;
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

    private synchronized DataSource pool(String name, DatabaseUrl url) {
        Opened present = pools.get(name);
        if (present != null && present.url().equals(url)) {
            return present.pool();
        }
        HikariDataSource pool = open(url, settings);
        pools.put(name, new Opened(url, pool));
        if (present != null) {
            present.pool().close();
        }
        return pool;
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
