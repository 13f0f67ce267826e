package dev.downbeat.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import dev.downbeat.schema.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ReadinessIT {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void passesAServerThatAnswers() {
        try (TestDatabase database = TestDatabase.empty()) {
            assertThatCode(() -> Readiness.await(database.url(), SHORT)).doesNotThrowAnyException();
        }
    }

    @Test
    void tellsThatNothingAnswersThere() throws IOException {
        var url = new DatabaseUrl("localhost:" + closedPort(), "jobs", Optional.of("anna"), Optional.empty(), Map.of());

        assertThatUnavailable(() -> Readiness.await(url, SHORT), Reason.UNREACHABLE, "does not answer");
    }

    @Test
    void tellsAnUnknownDatabaseAtOnce() {
        try (TestDatabase database = TestDatabase.empty()) {
            DatabaseUrl url = database.url().withDatabase("nowhere");

            assertThatUnavailable(() -> Readiness.await(url, SHORT), Reason.UNKNOWN_DATABASE, "createdb nowhere");
        }
    }

    @Test
    void tellsARefusedLogin() {
        try (TestDatabase database = TestDatabase.empty()) {
            var url = new DatabaseUrl(
                    database.url().server(),
                    "postgres",
                    Optional.of("nobody_of_that_name"),
                    Optional.empty(),
                    Map.of());

            assertThatUnavailable(() -> Readiness.await(url, SHORT), Reason.AUTHENTICATION, "refused the login");
        }
    }

    private static void assertThatUnavailable(ThrowingCallable call, Reason reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DatabaseUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
