package dev.downbeat.analysis.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.analysis.operation.Operation.Cost;
import dev.downbeat.analysis.report.StatementReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void aDroppedIndexIsWorse() {
        StatementReport indexed = report("Index Scan", 0.5, 210);
        StatementReport scanned = report("Seq Scan", 210, 12_400);

        assertThat(Comparison.of(List.of(indexed), List.of(scanned)))
                .singleElement()
                .satisfies(pair -> {
                    assertThat(pair.worse()).isTrue();
                    assertThat(pair.changes())
                            .containsExactly(
                                    "plan: Index Scan ready → Seq Scan ready", "buffers: 210 → 12400", "ms: 1 → 210");
                });
    }

    @Test
    void noiseIsNoChange() {
        StatementReport first = report("Index Scan", 0.5, 210);
        StatementReport second = report("Index Scan", 0.9, 214);

        assertThat(Comparison.of(List.of(first), List.of(second)))
                .singleElement()
                .satisfies(pair -> assertThat(pair.changes()).isEmpty());
    }

    private static StatementReport report(String node, double millis, long buffers) {
        return new StatementReport(
                "baseline",
                "claim-100",
                "Claim",
                Cost.FLAT,
                0.1,
                millis,
                new StatementReport.Buffers(buffers, 0, 0),
                0,
                100,
                plan(node),
                List.of(),
                "select 1");
    }

    private static JsonNode plan(String node) {
        JsonMapper mapper = JsonMapper.builder().build();
        var plan = mapper.createObjectNode();
        plan.putObject("Plan").put("Node Type", node).put("Relation Name", "ready");
        return plan;
    }
}
