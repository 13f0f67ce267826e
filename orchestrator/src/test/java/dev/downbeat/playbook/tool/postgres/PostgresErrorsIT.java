package dev.downbeat.playbook.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.settings.PostgresSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.schema.DatabaseUrl;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What fails, and where a call ends. */
class PostgresErrorsIT {
    private final SqlBench bench = new SqlBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void tellsKindsOfErrorsApart() throws Exception {
        assertThat(bench.fail(Map.of("query", "select * from nowhere")).kind()).isEqualTo(ErrorKind.SCHEMA);
        assertThat(bench.fail(Map.of("query", "selec 1")).kind()).isEqualTo(ErrorKind.PARSE);
        assertThat(bench.fail(Map.of("query", "select 'x'::int")).kind()).isEqualTo(ErrorKind.PARSE);
        assertThat(bench.fail(Map.of("query", "-- nothing")).kind()).isEqualTo(ErrorKind.SCHEMA);
    }

    @Test
    void tellsThatADatabaseCannotBeReached() throws Exception {
        var settings = new PostgresSettings(2, Duration.ofMillis(500), Duration.ofSeconds(10), 10);
        try (SqlBench impatient = new SqlBench(settings)) {
            DatabaseUrl url = impatient.database().url();
            impatient.credential("away", "postgres://nobody@127.0.0.1:1/none");
            impatient.credential(
                    "role",
                    new DatabaseUrl(url.server(), "postgres", Optional.of("no_such_role"), Optional.of("x"), Map.of())
                            .withSecrets());

            assertThat(impatient
                            .fail(Map.of("query", "select 1", "auth", "away"))
                            .kind())
                    .isEqualTo(ErrorKind.DB_CONNECTION);
            assertThat(impatient
                            .fail(Map.of("query", "select 1", "auth", "role"))
                            .kind())
                    .isIn(ErrorKind.AUTH, ErrorKind.DB_CONNECTION);
        }
    }

    @Test
    void endsAStatementAtItsTimeout() throws Exception {
        long started = System.nanoTime();

        ErrorObject error = bench.fail(Map.of("query", "select pg_sleep(60)", "timeout", 0.3));

        assertThat(error.kind()).isEqualTo(ErrorKind.DB_TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(40));
        assertThat(bench.row("select 1 as one")).containsEntry("one", 1);
    }

    @Test
    void cancelsTheStatementOfAnInterruptedCall() throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> call = executor.submit(() -> bench.run(Map.of("query", "select pg_sleep(61)")));
            awaitSleepers(1);

            call.cancel(true);

            awaitSleepers(0);
        }
    }

    @Test
    void refusesMoreRowsThanAllowed() throws Exception {
        try (SqlBench small =
                new SqlBench(new PostgresSettings(2, Duration.ofSeconds(5), Duration.ofSeconds(10), 10))) {
            assertThat(small.run(Map.of("query", "select generate_series(1, 10)")))
                    .isNotNull();
            assertThat(small.fail(Map.of("query", "select generate_series(1, 11)"))
                            .message())
                    .contains("more than 10 rows");
        }
    }

    @Test
    void findsFaultsBeforeRunning() {
        assertThat(new PostgresTool().faults(Map.of("transaction", "none")))
                .containsExactly(
                        "postgres needs 'command', 'query' or 'commands'",
                        "'transaction': expected per_task or per_statement, got none");
    }

    private void awaitSleepers(int count) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (sleepers() != count) {
            assertThat(System.nanoTime()).as("waited 60 s").isLessThan(end);
        }
    }

    private int sleepers() throws Exception {
        try (var connection = bench.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from pg_stat_activity where state = 'active'"
                        + " and query = 'select pg_sleep(61)' and pid <> pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
