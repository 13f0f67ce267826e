package dev.downbeat.playbook.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements, their results, their transactions. */
class PostgresToolIT {
    private final SqlBench bench = new SqlBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void numbersTheResultsOfItsStatements() throws Exception {
        Map<String, @Nullable Object> result =
                bench.run("insert into item values (1, 'a;b'), (2, 'c'); select id, name from item order by id");

        assertThat(result).containsOnlyKeys("command_0", "command_1");
        assertThat(result.get("command_0"))
                .isEqualTo(Map.of("status", "success", "rows", List.of(), "row_count", 2, "columns", List.of()));
        assertThat(result.get("command_1"))
                .isEqualTo(Map.of(
                        "status",
                        "success",
                        "rows",
                        List.of(Map.of("id", 1, "name", "a;b"), Map.of("id", 2, "name", "c")),
                        "row_count",
                        2,
                        "columns",
                        List.of("id", "name")));
    }

    @Test
    void makesPlainDataOfEveryType() throws Exception {
        Map<String, @Nullable Object> row = bench.row("""
                select true as b, 1::int2 as i2, 2::int8 as i8, 1.5::float8 as f, 'NaN'::float8 as nan,
                    12.50::numeric as dec, 10::numeric as whole, 'NaN'::numeric as nodec, null::int as none,
                    '{"a": [1, null]}'::jsonb as doc, '[]'::json as js, array[1, null, 3] as ints,
                    array[['a', 'b'], ['c', 'd']] as texts, array['{"x":1}'::jsonb] as docs, array[1.50, 2]::numeric[] as decs,
                    '2026-01-02 03:04:05.678+01'::timestamptz as tz, '2026-01-02 03:04:05'::timestamp as ts,
                    '2026-01-02'::date as d, '03:04'::time as t, 'infinity'::timestamptz as inf,
                    '00000000-0000-0000-0000-000000000001'::uuid as id, '\\x616263'::bytea as bytes,
                    array['2026-01-02 03:04:05+00'::timestamptz] as tzs, '1 day'::interval as span, 'x'::name as n,
                    int4range(1, 3) as r, row(1, 'a') as rec
                """);

        assertThat(row)
                .containsEntry("b", true)
                .containsEntry("i2", 1)
                .containsEntry("i8", 2L)
                .containsEntry("f", 1.5)
                .containsEntry("nan", null)
                .containsEntry("dec", new BigDecimal("12.50"))
                .containsEntry("whole", 10L)
                .containsEntry("nodec", null)
                .containsEntry("none", null)
                .containsEntry("doc", Map.of("a", Arrays.asList(1, null)))
                .containsEntry("js", List.of())
                .containsEntry("ints", Arrays.asList(1, null, 3))
                .containsEntry("texts", List.of(List.of("a", "b"), List.of("c", "d")))
                .containsEntry("docs", List.of(Map.of("x", 1)))
                .containsEntry("decs", List.of(new BigDecimal("1.50"), 2L))
                .containsEntry("tz", "2026-01-02T02:04:05.678Z")
                .containsEntry("ts", "2026-01-02T03:04:05")
                .containsEntry("d", "2026-01-02")
                .containsEntry("t", "03:04:00")
                .containsEntry("inf", "infinity")
                .containsEntry("id", "00000000-0000-0000-0000-000000000001")
                .containsEntry("bytes", "YWJj")
                .containsEntry("tzs", List.of("2026-01-02T03:04:05Z"))
                .containsEntry("n", "x")
                .containsEntry("r", "[1,3)")
                .containsEntry("rec", "(1,a)");
    }

    @Test
    void bindsParametersOfEveryType() throws Exception {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("text", "it's; :text");
        params.put("doc", Map.of("a", List.of(1)));
        params.put("list", List.of(1, 2));
        params.put("names", List.of("a", "b"));
        params.put("at", "2026-01-02");
        params.put("none", null);

        Map<String, @Nullable Object> row = bench.row(Map.of("query", """
                select :text::text as text, :doc::jsonb as doc, :list::jsonb as list, 2 = any(:list::int[]) as found,
                    'b' = any(:names::text[]) as named, :at::date + 1 as at, :none::int as none
                """, "params", params));

        assertThat(row)
                .containsEntry("text", "it's; :text")
                .containsEntry("doc", Map.of("a", List.of(1)))
                .containsEntry("list", List.of(1, 2))
                .containsEntry("found", true)
                .containsEntry("named", true)
                .containsEntry("at", "2026-01-03")
                .containsEntry("none", null);
        assertThat(bench.run(Map.of(
                        "command",
                        "insert into item values (%s, %s, %s)",
                        "params",
                        List.of(1, "é", Map.of("k", "v")))))
                .containsKey("command_0");
        assertThat(bench.row("select doc from item")).containsEntry("doc", Map.of("k", "v"));
    }

    @Test
    void undoesTheWholeTaskWhenOneStatementFails() throws Exception {
        ErrorObject error = bench.fail(
                Map.of("commands", List.of("insert into item values (1, 'a')", "insert into item values (2, null)")));

        assertThat(error.kind()).isEqualTo(ErrorKind.DB_CONSTRAINT);
        assertThat(error.code()).isEqualTo("23502");
        assertThat(error.details()).containsEntry("statement", 1);
        assertThat(bench.row("select count(*) as n from item")).containsEntry("n", 0L);
    }

    @Test
    void keepsWhatIsDoneWhenStatementsStandAlone() throws Exception {
        ToolException failure = bench.failure(Map.of(
                "command", "insert into item values (1, 'a'); insert into item values (1, 'b')",
                "transaction", "per_statement"));

        assertThat(failure.error().code()).isEqualTo("23505");
        assertThat(PlainData.map(failure.result()).orElseThrow()).containsOnlyKeys("command_0");
        assertThat(bench.row("select count(*) as n from item")).containsEntry("n", 1L);
    }

    @Test
    void usesTheDatabaseOfACredential() throws Exception {
        bench.credential("mine", bench.database().url().withSecrets());

        assertThat(bench.row(Map.of("query", "select 1 as one", "auth", "mine")))
                .containsEntry("one", 1);
        assertThat(bench.row(
                        Map.of("query", "select 1 as one", "auth", Map.of("type", "postgres", "credential", "mine"))))
                .containsEntry("one", 1);
    }

    @Test
    void leavesNothingSetBehind() throws Exception {
        bench.run("set search_path = pg_catalog; set work_mem = '1MB'");

        assertThat(bench.row("select current_setting('search_path') as p, current_setting('statement_timeout') as t"))
                .containsEntry("p", "public");
        assertThat(bench.row("select current_setting('work_mem') as m")).doesNotContainEntry("m", "1MB");
    }

    @Test
    void storesLargePayloads() throws Exception {
        String large = "x".repeat(256 << 10) + "'é;";
        bench.run(Map.of(
                "command",
                "insert into item values (:id, :name, :doc)",
                "params",
                Map.of("id", 1, "name", large, "doc", Map.of("v", large))));

        assertThat(bench.row("select name, doc from item"))
                .containsEntry("name", large)
                .containsEntry("doc", Map.of("v", large));
        bench.run("insert into item values (2, '" + large.replace("'", "''") + "')");
        assertThat(bench.row("select name from item where id = 2")).containsEntry("name", large);
    }
}
