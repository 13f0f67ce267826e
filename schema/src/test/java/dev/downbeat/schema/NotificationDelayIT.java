package dev.downbeat.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What the driver makes of a notification that has come: it must not sit on it. */
class NotificationDelayIT {
    private static final int ROUNDS = 50;
    private static final int PATIENCE_MILLIS = 30_000;

    @Test
    void handsANotificationOverWithoutWaitingForAnother() throws Exception {
        try (TestDatabase database = TestDatabase.empty();
                HikariDataSource pool = Pool.open(database.url(), 2);
                Connection listening = pool.getConnection();
                Connection notifying = pool.getConnection()) {
            execute(listening, "listen news");
            Duration shortest = Duration.ofDays(1);
            for (int i = 0; i < ROUNDS; i++) {
                execute(notifying, "notify news, 'round " + i + "'");
                long begun = System.nanoTime();
                PGNotification[] heard = listening.unwrap(PGConnection.class).getNotifications(PATIENCE_MILLIS);
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                shortest = took.compareTo(shortest) < 0 ? took : shortest;
                assertThat(heard)
                        .singleElement()
                        .extracting(PGNotification::getParameter)
                        .isEqualTo("round " + i);
            }
            // A driver that waits for more takes a millisecond every time.
            assertThat(shortest).isLessThan(Duration.ofMillis(1));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
