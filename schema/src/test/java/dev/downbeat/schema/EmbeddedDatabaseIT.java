package dev.downbeat.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @TempDir
    Path home;

    @Test
    void sharesOneServerUntilTheLastIsOutAndKeepsItsData() throws SQLException {
        Database first = open();
        Database second = open();
        execute(first, "create table kept (id int)");

        assertThat(second.url()).isEqualTo(first.url());
        first.close();
        first.close();
        assertThat(EmbeddedControl.isRunning(home)).isTrue();
        second.close();
        assertThat(EmbeddedControl.isRunning(home)).isFalse();

        try (Database again = open()) {
            execute(again, "insert into kept values (1)");
        }
    }

    @Test
    void asksForThePasswordAndKeepsCommitsDurable() throws SQLException {
        try (Database database = open()) {
            DatabaseUrl url = database.url();
            var guessed = new DatabaseUrl(url.server(), url.database(), url.user(), Optional.of("guess"), Map.of());

            assertThatThrownBy(() -> Readiness.await(guessed, DEADLINE))
                    .isInstanceOfSatisfying(
                            DatabaseUnavailableException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.AUTHENTICATION));
            assertThat(show(database, "fsync")).isEqualTo("on");
            assertThat(show(database, "synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void stopsOnRequestThoughInUse() {
        try (Database database = open()) {
            assertThat(EmbeddedControl.stop(home)).isTrue();

            assertThat(EmbeddedControl.isRunning(home)).isFalse();
            assertThat(database.describe()).contains("embedded");
        }
        assertThat(EmbeddedControl.stop(home)).isFalse();
    }

    private Database open() {
        return DatabaseLocator.open(Optional.empty(), home, DEADLINE);
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (HikariDataSource pool = Pool.open(database.url(), 1);
                var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String show(Database database, String setting) throws SQLException {
        try (HikariDataSource pool = Pool.open(database.url(), 1);
                var connection = pool.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
