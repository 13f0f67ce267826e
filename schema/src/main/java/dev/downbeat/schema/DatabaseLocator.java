package dev.downbeat.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Opens the database that a user means. */
public final class DatabaseLocator {
    private static final String EMBEDDED = "embedded";
    private static final String TESTCONTAINERS = "testcontainers";

    /**
     * Opens the database that {@code spec} names and waits until it answers: a URL, {@code testcontainers[:IMAGE]},
     * {@code embedded}, or nothing, which means embedded. The caller closes it.
     *
     * @param spec what the user gave; see {@link DatabaseUrl#parse} for URLs
     * @param home the folder under which an embedded server keeps its files, {@code .downbeat} by convention
     * @param deadline how long to wait for a server to answer
     * @throws IllegalArgumentException if the spec is none of these
     * @throws DatabaseUnavailableException if the server cannot be used
     */
    public static Database open(Optional<String> spec, Path home, Duration deadline) {
        Database database = locate(spec.orElse(EMBEDDED), home);
        try {
            Readiness.await(database.url(), deadline);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Database locate(String spec, Path home) {
        if (spec.equals(EMBEDDED)) {
            return EmbeddedDatabase.attach(home);
        }
        if (spec.equals(TESTCONTAINERS)) {
            return ContainerDatabase.start(Optional.empty());
        }
        if (spec.startsWith(TESTCONTAINERS + ":")) {
            return ContainerDatabase.start(Optional.of(spec.substring(TESTCONTAINERS.length() + 1)));
        }
        return new GivenDatabase(DatabaseUrl.parse(spec));
    }

    private DatabaseLocator() {}
}
