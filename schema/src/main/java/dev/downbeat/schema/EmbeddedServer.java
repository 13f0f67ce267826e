package dev.downbeat.schema;

import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server process under one folder: started with default durability on a free port of the loopback interface, with a
 * random password that only the folder's owner can read, stopped by PostgreSQL's own fast shutdown.
 *
 * <p>Starting and stopping are done inside {@link #exclusively}, one process at a time.
 */
final class EmbeddedServer {
    private static final String SUPERUSER = "postgres";
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_POLL = Duration.ofMillis(20);
    private static final int PASSWORD_BYTES = 24;

    private final Path home;

    /** Set where this object started the server; the library then holds a lock of its own until it is closed. */
    private @Nullable EmbeddedPostgres started; // guarded by exclusively

    EmbeddedServer(Path home) {
        this.home = home;
    }

    Path home() {
        return home;
    }

    Path usersFile() {
        return home.resolve("postgres.users");
    }

    /** Runs {@code action} while no other process starts or stops this server. */
    <T> T exclusively(Supplier<T> action) {
        try {
            Files.createDirectories(home);
            try (FileChannel channel = FileChannel.open(
                            home.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                assert held.isValid();
                return action.get();
            }
        } catch (IOException e) {
            throw broken("its folder %s cannot be written".formatted(home), e);
        }
    }

    /** Returns where the server is, after starting it if none runs. */
    DatabaseUrl startUnlessRunning() {
        try {
            Optional<Postmaster> running = Postmaster.of(data());
            int port = running.isPresent() ? running.get().port() : start();
            return url(port);
        } catch (IOException | RuntimeException e) {
            throw broken("see %s".formatted(log()), e);
        }
    }

    /** Stops the server, connections or not; does nothing where none runs. */
    void stop() {
        try {
            Optional<Postmaster> running = Postmaster.of(data());
            if (running.isEmpty()) {
                return;
            }
            if (started != null) {
                started.close();
            } else {
                running.get().interrupt();
            }
            awaitEnd();
        } catch (IOException e) {
            throw broken("it could not be stopped; see %s".formatted(log()), e);
        }
    }

    boolean isRunning() {
        return Postmaster.of(data()).isPresent();
    }

    private int start() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(data())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(EmbeddedBinaries.folder().toFile())
                .setPGStartupWait(START_LIMIT)
                // What initdb gets: these become --NAME=VALUE. Every connection then needs the password.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile().toString())
                // Iterations slow down who guesses passwords that people chose. This one is random, and every
                // connection pays.
                .setLocaleConfig("set", "scram_iterations=1")
                .setConnectConfig("password", password())
                // The library switches durability off, for tests; what is kept here is a user's.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB")
                .setOutputRedirector(Redirect.appendTo(log().toFile()))
                .setErrorRedirector(Redirect.appendTo(log().toFile()))
                .start();
        started = postgres;
        return postgres.getPort();
    }

    private void awaitEnd() throws IOException {
        long end = System.nanoTime() + STOP_LIMIT.toNanos();
        while (isRunning()) {
            if (System.nanoTime() > end) {
                throw new IOException("still running after %d s".formatted(STOP_LIMIT.toSeconds()));
            }
            try {
                Thread.sleep(STOP_POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while it was stopping", e);
            }
        }
    }

    private DatabaseUrl url(int port) throws IOException {
        return new DatabaseUrl(
                "localhost:" + port, "postgres", Optional.of(SUPERUSER), Optional.of(password()), Map.of());
    }

    /** Reads the server's password, making one up on the first call. */
    private String password() throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.createFile(passwordFile(), ownerOnly);
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Files.writeString(passwordFile(), HexFormat.of().formatHex(random));
        } catch (FileAlreadyExistsException e) {
            // Made by an earlier start.
        }
        return Files.readString(passwordFile()).strip();
    }

    private Path passwordFile() {
        return home.resolve("postgres.password");
    }

    private Path data() {
        return home.resolve("postgres");
    }

    private Path log() {
        return home.resolve("postgres.log");
    }

    private static DatabaseUnavailableException broken(String why, Exception e) {
        return new DatabaseUnavailableException(
                Reason.BROKEN,
                "The embedded PostgreSQL failed: %s (%s). Mend that, or name a server with --database."
                        .formatted(why, e.getMessage()),
                e);
    }
}
