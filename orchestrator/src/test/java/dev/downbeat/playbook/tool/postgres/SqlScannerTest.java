package dev.downbeat.playbook.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScannerTest {
    @Test
    void splitsAtSemicolonsAndDropsEmptyStatements() {
        assertThat(SqlScanner.split(" select 1 ;; select 2;\n ; -- nothing; here\n /* nor ; here */"))
                .containsExactly("select 1", "select 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'a;b'",
                "select 'it''s; fine'",
                "select E'a\\'; b', 'c\\'",
                "select \"a;b\"\"c;d\"",
                "select $$a;b$$",
                "select $tag$a;$$b;$tag$",
                "select 1 -- a; b\n + 2",
                "select /* a; /* b; */ c; */ 1",
                "do $body$ begin perform 1; end $body$",
                "create function f() returns int begin atomic select case when true then 1 end; select 2; end",
                "select 'unclosed; quote",
                "select $1, $2",
            })
    void keepsAStatementTogether(String sql) {
        assertThat(SqlScanner.split(sql + "; select 2").get(0)).startsWith(sql.substring(0, 8));
        assertThat(SqlScanner.split(sql)).containsExactly(sql);
    }

    @Test
    void seesNoDollarQuoteInsideAWordOrParameter() {
        assertThat(SqlScanner.split("select a$b; select c$b")).hasSize(2);
        assertThat(SqlScanner.split("select $1; select $2")).hasSize(2);
    }

    @Test
    void keepsABeginThatIsNotAtomicApart() {
        assertThat(SqlScanner.split("begin; select 1; end")).containsExactly("begin", "select 1", "end");
    }

    @Test
    void isLinearInTheLengthOfTheText() {
        String large = "insert into t values ('" + "x''y;".repeat(2_000_000) + "'); select 1";

        Assertions.assertTimeout(
                Duration.ofSeconds(30),
                () -> assertThat(SqlScanner.split(large)).hasSize(2));
    }
}
