package dev.downbeat.schema.testing;

import dev.downbeat.schema.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The server that a test JVM uses. */
final class TestServer {
    private static final TestServer INSTANCE = new TestServer(start());

    private final DatabaseUrl url;

    private TestServer(DatabaseUrl url) {
        this.url = url;
    }

    static TestServer instance() {
        return INSTANCE;
    }

    DatabaseUrl url() {
        return url;
    }

    void execute(String sql) {
        var properties = new Properties();
        url.user().ifPresent(user -> properties.setProperty("user", user));
        url.password().ifPresent(password -> properties.setProperty("password", password));
        try (var connection = DriverManager.getConnection(url.jdbc(), properties);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Does something when the JVM ends, if the server is one that outlives it. */
    void atExit(Runnable last) {
        if (given().isPresent()) {
            Runtime.getRuntime().addShutdownHook(new Thread(last));
        }
    }

    private static Optional<String> given() {
        return Optional.ofNullable(System.getenv("DATABASE_URL")).filter(value -> !value.isBlank());
    }

    private static DatabaseUrl start() {
        return given().map(DatabaseUrl::parse).orElseGet(TestServer::startEmbedded);
    }

    private static DatabaseUrl startEmbedded() {
        Path binaries = Path.of(System.getProperty("user.home"), ".cache", "downbeat", "postgres");
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPort(FreePort.find())
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .setServerConfig("max_connections", "500")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            return new DatabaseUrl(
                    "localhost:" + postgres.getPort(), "postgres", Optional.of("postgres"), Optional.empty(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
