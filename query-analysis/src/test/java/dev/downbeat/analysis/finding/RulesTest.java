package dev.downbeat.analysis.finding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.downbeat.analysis.finding.Finding.Kind;
import dev.downbeat.analysis.plan.Explained;
import dev.downbeat.analysis.plan.PlanNode;
import dev.downbeat.analysis.plan.PlanTree;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RulesTest {
    @Test
    void findsNothingWrongWithAClaimByIndex() throws IOException {
        assertThat(Rules.of(plan("indexed-claim"))).isEmpty();
    }

    @Test
    void findsTheScanTheSpillTheMisestimateAndTheBuffersOfAClaimWithoutIndex() throws IOException {
        assertThat(Rules.of(plan("sequential-claim")))
                .extracting(Finding::kind)
                .containsExactly(Kind.SPILL, Kind.SEQUENTIAL_SCAN, Kind.MISESTIMATE, Kind.BUFFERS_PER_ROW);
    }

    @Test
    void tellsHowManyRowsWereThrownAway() throws IOException {
        assertThat(Rules.of(plan("filtering-scan")))
                .extracting(Finding::reason)
                .contains("Index Scan on ready keeps 3 rows and throws 50000 away");
    }

    @Test
    void findsAGenericPlanThatIsDearer() throws IOException {
        assertThat(Rules.of(plan("indexed-claim", "sequential-claim")))
                .extracting(Finding::kind)
                .containsExactly(Kind.PLAN_FLIP);
    }

    @Test
    void aGenericPlanOfAnotherShapeIsNoFaultWhileItIsAsCheap() throws IOException {
        JsonNode custom = json("indexed-claim");
        ObjectNode generic = custom.deepCopy();
        ((ObjectNode) generic.path("Plan")).put("Node Type", "Materialize");

        assertThat(Rules.of(new Explained(custom, generic))).isEmpty();
    }

    @Test
    void marksTheNodeThatTookLongestByItself() throws IOException {
        assertThat(PlanTree.lines(plan("sequential-claim").root()))
                .filteredOn(line -> line.startsWith("▶"))
                .singleElement()
                .asString()
                .contains("Seq Scan on ready");
    }

    @Test
    void aShapeTellsNodesRelationsAndIndexes() throws IOException {
        PlanNode root = plan("indexed-claim").root();

        assertThat(root.shape()).isEqualTo("Limit(Index Scan ready by ready_claim_idx)");
    }

    private static Explained plan(String name) throws IOException {
        return plan(name, name);
    }

    private static Explained plan(String custom, String generic) throws IOException {
        return new Explained(json(custom), json(generic));
    }

    private static JsonNode json(String name) throws IOException {
        try (InputStream stored = RulesTest.class.getResourceAsStream(name + ".json")) {
            return JsonMapper.builder().build().readTree(Objects.requireNonNull(stored));
        }
    }
}
