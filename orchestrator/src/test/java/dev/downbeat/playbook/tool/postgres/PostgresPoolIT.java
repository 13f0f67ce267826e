package dev.downbeat.playbook.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.settings.PostgresSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ToolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many connections calls share, and how long they wait for one. */
class PostgresPoolIT {
    private final SqlBench bench =
            new SqlBench(new PostgresSettings(8, Duration.ofSeconds(10), Duration.ofSeconds(30), 100));

    @BeforeEach
    void makeCredential() {
        bench.credential("mine", bench.database().url().withSecrets());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private int connections() throws Exception {
        Object count = bench.row("""
                        select count(*) as n from pg_stat_activity
                        where datname = current_database() and application_name = 'downbeat-playbook'
                        """).get("n");
        return ((Number) Objects.requireNonNull(count)).intValue();
    }

    private void together(int calls, Map<String, ?> spec) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                running.add(executor.submit(() -> bench.run(spec)));
            }
            for (Future<?> call : running) {
                call.get();
            }
        }
    }

    @Test
    void holdsNoMoreConnectionsThanACallAsksFor() throws Exception {
        together(12, Map.of("query", "select pg_sleep(0.02)", "auth", "mine", "pool", Map.of("max_size", 2)));

        assertThat(connections()).isBetween(1, 2);
    }

    @Test
    void holdsNoMoreThanTheSettingsSayWhereACallAsksForNothing() throws Exception {
        together(24, Map.of("query", "select pg_sleep(0.02)", "auth", "mine", "pool", true));

        assertThat(connections()).isBetween(1, 8);
    }

    @Test
    void sharesAPoolAmongCallsThatAskForTheSameAndSetsNamedOnesApart() throws Exception {
        for (String name : List.of("a", "a", "b", "a")) {
            bench.run(Map.of("query", "select 1", "auth", "mine", "pool", Map.of("name", name, "max_size", "1")));
        }

        assertThat(connections()).isEqualTo(2);
    }

    @Test
    void givesUpWaitingForAConnectionWhenACallSaysSo() throws Exception {
        Map<String, ?> pool = Map.of("max_size", 1, "timeout", "300ms");
        connect(pool);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> holder = executor.submit(
                    () -> bench.run(Map.of("query", "select pg_sleep(300)", "auth", "mine", "pool", pool)));
            while (bench.row("select count(*) as n from pg_stat_activity where query = 'select pg_sleep(300)'"
                            + " and state = 'active' and pid <> pg_backend_pid()")
                    .containsValue(0L)) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }

            assertThat(bench.fail(Map.of("query", "select 1", "auth", "mine", "pool", pool))
                            .kind())
                    .isEqualTo(ErrorKind.DB_CONNECTION);
            holder.cancel(true);
        }
    }

    /** Makes the pool's connection; on a machine that stalls that may take longer than the pool waits for it. */
    private void connect(Map<String, ?> pool) throws Exception {
        while (true) {
            try {
                bench.run(Map.of("query", "select 1", "auth", "mine", "pool", pool));
                return;
            } catch (ToolException e) {
                assertThat(e.error().kind()).isEqualTo(ErrorKind.DB_CONNECTION);
            }
        }
    }

    @Test
    void closesWhatItOpened() throws Exception {
        try (SqlBench other = new SqlBench()) {
            other.credential("mine", bench.database().url().withSecrets());
            other.run(Map.of("query", "select 1", "auth", "mine", "pool", Map.of("max_size", 3, "min_size", 1)));
            assertThat(connections()).isPositive();
        }

        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (connections() > 0) {
            assertThat(System.nanoTime()).as("waited 60 s").isLessThan(end);
        }
    }

    @Test
    void refusesAPoolThatIsNone() throws Exception {
        assertThat(bench.fail(Map.of("query", "select 1", "auth", "mine", "pool", Map.of("max_size", 1000)))
                        .message())
                .contains("max_size <= 100", "got min_size 0, max_size 1000");
        assertThat(new PostgresTool().faults(Map.of("query", "select 1", "pool", 5)))
                .containsExactly("'pool': expected a mapping such as {max_size: 20}, got 5");
    }
}
