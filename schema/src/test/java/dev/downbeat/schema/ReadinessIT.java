package dev.downbeat.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import dev.downbeat.schema.testing.TestDatabase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ReadinessIT {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void passesAServerThatAnswers() {
        try (TestDatabase database = TestDatabase.empty()) {
            assertThatCode(() -> Readiness.await(database.url(), LONG)).doesNotThrowAnyException();
        }
    }

    @Test
    void tellsThatNothingAnswersThere() throws Exception {
        // Bound, so that nobody else listens there, and not listening.
        try (var bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String server = "127.0.0.1:" + bound.getLocalPort();
            var url = new DatabaseUrl(server, "jobs", Optional.of("anna"), Optional.empty(), Map.of());

            assertThatUnavailable(() -> Readiness.await(url, SHORT), Reason.UNREACHABLE, "does not answer");
        }
    }

    @Test
    void tellsAnUnknownDatabaseAtOnce() {
        try (TestDatabase database = TestDatabase.empty()) {
            DatabaseUrl url = database.url().withDatabase("nowhere");

            assertThatUnavailable(() -> Readiness.await(url, LONG), Reason.UNKNOWN_DATABASE, "createdb nowhere");
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

            assertThatUnavailable(() -> Readiness.await(url, LONG), Reason.AUTHENTICATION, "refused the login");
        }
    }

    private static void assertThatUnavailable(ThrowingCallable call, Reason reason, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DatabaseUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(message);
    }
}
