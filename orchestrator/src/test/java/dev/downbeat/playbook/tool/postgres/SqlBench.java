package dev.downbeat.playbook.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.settings.PostgresSettings;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.playbook.tool.ToolException;
import dev.downbeat.schema.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The {@code postgres} tool on a database of a test's own, with an empty table {@code item (id, name, doc)}. */
final class SqlBench implements AutoCloseable {
    private final TestDatabase database = TestDatabase.empty();
    private final ToolBench bench;

    SqlBench() {
        this(PostgresSettings.DEFAULTS);
    }

    SqlBench(PostgresSettings settings) {
        database.execute("create table public.item (id int primary key, name text not null, doc jsonb)");
        bench = new ToolBench(
                new PostgresTool(), PlaybookSettings.DEFAULTS.withPostgres(settings), database.dataSource());
    }

    TestDatabase database() {
        return database;
    }

    /** Makes a credential of type {@code postgres}. */
    void credential(String name, String dsn) {
        bench.credential(name, "postgres", Map.of("dsn", dsn));
    }

    /** Returns what a call of these statements returns. */
    Map<String, @Nullable Object> run(String sql) throws ToolException, InterruptedException {
        return run(Map.of("command", sql));
    }

    /** Returns what a call returns. */
    Map<String, @Nullable Object> run(Map<String, ?> spec) throws ToolException, InterruptedException {
        return PlainData.map(bench.run(spec)).orElseThrow();
    }

    /** Returns the one row of a query. */
    Map<String, @Nullable Object> row(String sql) throws ToolException, InterruptedException {
        return row(Map.of("query", sql));
    }

    /** Returns the one row of a call. */
    Map<String, @Nullable Object> row(Map<String, ?> spec) throws ToolException, InterruptedException {
        Map<String, @Nullable Object> result =
                PlainData.map(run(spec).get("command_0")).orElseThrow();
        List<?> rows = (List<?>) Objects.requireNonNull(result.get("rows"));
        assertThat(rows).hasSize(1);
        return PlainData.map(rows.getFirst()).orElseThrow();
    }

    /** Runs a call that must fail, and returns its error. */
    ErrorObject fail(Map<String, ?> spec) throws InterruptedException {
        return bench.fail(spec);
    }

    /** Runs a call that must fail, and returns its failure. */
    ToolException failure(Map<String, ?> spec) throws InterruptedException {
        return bench.failure(spec);
    }

    @Override
    public void close() {
        bench.close();
        database.close();
    }
}
