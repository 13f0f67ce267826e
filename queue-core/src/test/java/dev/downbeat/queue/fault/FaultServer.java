package dev.downbeat.queue.fault;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.SchemaInstaller;
import dev.downbeat.schema.testing.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A durable server of one test's own with the schema installed, to be shut down hard and started again on its port. */
final class FaultServer implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres postgres;

    /** How a server ends, by the signal that PostgreSQL takes for it. */
    enum Shutdown {
        /** Ends every connection, writes everything. */
        FAST("INT"),
        /** As a crash: the next start recovers from the log. */
        IMMEDIATE("QUIT");

        private final String signal;

        Shutdown(String signal) {
            this.signal = signal;
        }
    }

    private FaultServer(Path data) throws IOException {
        this.data = data;
        this.postgres = start(FreePort.find());
    }

    static FaultServer start() throws IOException {
        var server = new FaultServer(Files.createTempDirectory("downbeat-fault-"));
        try (HikariDataSource dataSource = Pool.open(server.url(), 2)) {
            SchemaInstaller.install(dataSource);
        }
        return server;
    }

    DatabaseUrl url() {
        return new DatabaseUrl(
                "localhost:" + postgres.getPort(), "postgres", Optional.of("postgres"), Optional.empty(), Map.of());
    }

    int port() {
        return postgres.getPort();
    }

    /** Ends the server and starts it again on the same data and port. */
    void restart(Shutdown how) throws Exception {
        int port = postgres.getPort();
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        new ProcessBuilder("kill", "-" + how.signal, Long.toString(pid)).start().waitFor();
        process.onExit().get(60, TimeUnit.SECONDS);
        postgres.close();
        postgres = start(port);
    }

    private EmbeddedPostgres start(int port) throws IOException {
        Path binaries = Path.of(System.getProperty("user.home"), ".cache", "downbeat", "postgres");
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setOverrideWorkingDirectory(binaries.toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "200")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
