package dev.downbeat.playbook.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.playbook.tool.ToolException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatementTest {
    @Test
    void bindsByNameOutsideQuotesAndCasts() throws Exception {
        Statement statement = one("select :a::text, ':a', %(b)s, x[1:2], :other -- :a", Map.of("a", 1, "b", 2));

        assertThat(statement.sql()).isEqualTo("select ?::text, ':a', ?, x[1:2], :other -- :a");
        assertThat(statement.values()).containsExactly(1, 2);
    }

    @Test
    void bindsByPosition() throws Exception {
        assertThat(one("select %s, '%s', $2, ?", List.of(1, 2, 3)).values()).containsExactly(1, 2, 3);
        assertThat(one("select $2, $1, $2", List.of("a", "b")).values()).containsExactly("b", "a", "b");
    }

    @Test
    void countsPositionsOverAllStatements() throws Exception {
        List<Statement> statements = Statement.of("insert %s; insert %s", Optional.of(List.of(1, 2)));

        assertThat(statements).extracting(Statement::values).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void leavesTheOperatorsOfJsonbAlone() throws Exception {
        assertThat(one("select a ?| b, a @? c, d ? 'k' and x = :n", Map.of("n", 1))
                        .sql())
                .isEqualTo("select a ??| b, a @?? c, d ?? 'k' and x = ?");
        assertThat(Statement.of("select a ? 'k'", Optional.empty()).get(0).sql())
                .isEqualTo("select a ? 'k'");
    }

    @Test
    void saysWhichParameterIsMissingOrTooMany() {
        assertThatThrownBy(() -> one("select %(b)s", Map.of("a", 1)))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("'params' has no 'b'");
        assertThatThrownBy(() -> one("select %s, %s", List.of(1))).hasMessageContaining("asks for number 2");
        assertThatThrownBy(() -> one("select %s", List.of(1, 2))).hasMessageContaining("holds 2 values");
        assertThatThrownBy(() -> one("select 1", "text")).hasMessageContaining("expected a mapping or a list");
    }

    private static Statement one(String sql, Object params) throws ToolException {
        return Statement.of(sql, Optional.of(params)).get(0);
    }
}
