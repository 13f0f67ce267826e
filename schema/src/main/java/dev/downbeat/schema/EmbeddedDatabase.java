package dev.downbeat.schema;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A PostgreSQL of the project's own that persists under a folder. The first process starts it, others attach to the
 * running one, the last one out ends it.
 *
 * <p>Who still holds it is told by shared locks on a file, which the operating system lets go of with a killed process;
 * within one JVM a count stands in for them, because file locks belong to the whole process.
 */
final class EmbeddedDatabase implements Database {
    private static final Map<Path, EmbeddedDatabase> ATTACHED = new HashMap<>();

    private final EmbeddedServer server;
    private final UserLock user;
    private final DatabaseUrl url;
    private int holders; // guarded by ATTACHED

    private EmbeddedDatabase(EmbeddedServer server, UserLock user, DatabaseUrl url) {
        this.server = server;
        this.user = user;
        this.url = url;
    }

    /**
     * Attaches to the server under {@code home}, starting it if none runs.
     *
     * @throws DatabaseUnavailableException if it cannot be started
     */
    static Database attach(Path home) {
        Path folder = home.toAbsolutePath().normalize();
        synchronized (ATTACHED) {
            EmbeddedDatabase database = ATTACHED.computeIfAbsent(folder, EmbeddedDatabase::open);
            database.holders++;
            return new Hold(database);
        }
    }

    private static EmbeddedDatabase open(Path folder) {
        var server = new EmbeddedServer(folder);
        return server.exclusively(() -> {
            DatabaseUrl url = server.startUnlessRunning();
            return new EmbeddedDatabase(server, UserLock.share(server.usersFile()), url);
        });
    }

    @Override
    public DatabaseUrl url() {
        return url;
    }

    @Override
    public String describe() {
        return "embedded PostgreSQL under " + server.home() + " at " + url.server();
    }

    @Override
    public void close() {
        synchronized (ATTACHED) {
            if (--holders > 0) {
                return;
            }
            ATTACHED.remove(server.home());
            server.exclusively(() -> {
                if (user.releaseAsLast()) {
                    server.stop();
                }
                return true;
            });
        }
    }

    /** One caller's hold; closing it twice counts once. */
    private static final class Hold implements Database {
        private final EmbeddedDatabase database;
        private boolean closed; // guarded by ATTACHED

        Hold(EmbeddedDatabase database) {
            this.database = database;
        }

        @Override
        public DatabaseUrl url() {
            return database.url();
        }

        @Override
        public String describe() {
            return database.describe();
        }

        @Override
        public void close() {
            synchronized (ATTACHED) {
                if (!closed) {
                    closed = true;
                    database.close();
                }
            }
        }
    }
}
