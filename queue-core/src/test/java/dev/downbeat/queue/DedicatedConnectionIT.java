package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a worker's kept connections tell the planner, and that nothing of it stays behind. */
class DedicatedConnectionIT extends QueueTestBase {

    @ParameterizedTest(name = "keeps its session: {0}")
    @ValueSource(booleans = {true, false})
    void plansByIndexWithAndWithoutASession(boolean session) throws SQLException {
        String usual = usualPlanner();
        try (var kept = new DedicatedConnection(database.dataSource(), Duration.ofSeconds(5), session)) {
            assertThat(kept.with(DedicatedConnectionIT::planner)).isEqualTo("off force_generic_plan off");
            assertThat(kept.with(DedicatedConnectionIT::planner)).isEqualTo("off force_generic_plan off");
        }
        try (Connection another = database.dataSource().getConnection()) {
            assertThat(planner(another)).isEqualTo(usual);
            assertThat(another.getAutoCommit()).isTrue();
        }
    }

    @Test
    void runsItsWorkWhereSessionsAreNotKept() throws Exception {
        Task<Integer, Integer> task = Task.of("twice", Integer.class).returning(Integer.class);
        started(worker().settings(SETTINGS.listen(false).pollInterval(Duration.ofMillis(20)))
                .handle(task, (n, context) -> context.step("double", Integer.class, () -> 2 * n)));

        long id = queue.enqueue(task, 21).id();

        assertThat(queue.result(id, task, Duration.ofSeconds(60))).isEqualTo(42);
    }

    private String usualPlanner() throws SQLException {
        try (Connection fresh = database.dataSource().getConnection()) {
            return planner(fresh);
        }
    }

    private static String planner(Connection connection) throws SQLException {
        String settings = """
                select concat_ws(' ', current_setting('enable_seqscan'), current_setting('plan_cache_mode'), current_setting('jit'))
                """;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(settings)) {
            row.next();
            return row.getString(1);
        }
    }
}
