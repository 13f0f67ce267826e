package dev.downbeat.playbook.tool;

import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.settings.PlaybookSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * What all tool calls of one process share: settings, the installation's own database, credentials, artifacts, and
 * whatever the tools open for themselves, such as a pool of processes. Safe for use by several threads.
 */
public final class ToolServices implements AutoCloseable {
    private final PlaybookSettings settings;
    private final DataSource database;
    private final Credentials credentials;
    private final Artifacts artifacts;
    private final Map<Class<?>, AutoCloseable> shared = new HashMap<>(); // guarded by this
    private final Deque<AutoCloseable> opened = new ArrayDeque<>(); // guarded by this
    private boolean closed; // guarded by this

    /**
     * Returns services over a database that is used when a {@code postgres} call names no credential. It should be a
     * pool of its own, so that slow playbooks do not hold up the queue.
     */
    public ToolServices(PlaybookSettings settings, DataSource database, Credentials credentials, Artifacts artifacts) {
        this.settings = settings;
        this.database = database;
        this.credentials = credentials;
        this.artifacts = artifacts;
    }

    /** Returns the installation's settings. */
    public PlaybookSettings settings() {
        return settings;
    }

    /** Returns the installation's own database. */
    public DataSource database() {
        return database;
    }

    /** Returns the credentials that {@code auth: NAME} names. */
    public Credentials credentials() {
        return credentials;
    }

    /** Returns the store behind the {@code artifact} tool. */
    public Artifacts artifacts() {
        return artifacts;
    }

    /** Returns the one instance of this type, opened at its first use and closed with these services. */
    public synchronized <T extends AutoCloseable> T shared(Class<T> type, Function<ToolServices, ? extends T> open) {
        if (closed) {
            throw new IllegalStateException("Tool services are closed: type=" + type.getSimpleName());
        }
        AutoCloseable present = shared.get(type);
        if (present == null) {
            present = open.apply(this);
            shared.put(type, present);
            opened.push(present);
        }
        return type.cast(present);
    }

    /** Closes what the tools opened, last opened first. A second call does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        shared.clear();
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("Closing a tool's resource failed", e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
