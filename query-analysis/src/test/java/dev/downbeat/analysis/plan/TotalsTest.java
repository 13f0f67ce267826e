package dev.downbeat.analysis.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

/** Plans as servers tell them: an expression stands below the top, whoever it is that makes it run. */
class TotalsTest {
    @Test
    void anExpressionThatNobodyReadsIsAdded() throws JsonProcessingException {
        assertThat(buffers("""
                {"Node Type": "Result", "Shared Hit Blocks": 3, "Plans": [
                    {"Node Type": "ModifyTable", "Subplan Name": "CTE kept", "Shared Hit Blocks": 40}]}
                """)).isEqualTo(43);
    }

    @Test
    void anExpressionThatTheTopReadsCountsOnce() throws JsonProcessingException {
        assertThat(buffers("""
                {"Node Type": "ModifyTable", "Shared Hit Blocks": 100, "Plans": [
                    {"Node Type": "ModifyTable", "Subplan Name": "CTE gone", "Shared Hit Blocks": 40},
                    {"Node Type": "CTE Scan", "CTE Name": "gone", "Shared Hit Blocks": 40}]}
                """)).isEqualTo(100);
    }

    @Test
    void anExpressionThatTwoReadCountsOnce() throws JsonProcessingException {
        assertThat(buffers("""
                {"Node Type": "Aggregate", "Shared Hit Blocks": 40, "Plans": [
                    {"Node Type": "ModifyTable", "Subplan Name": "CTE gone", "Shared Hit Blocks": 40},
                    {"Node Type": "ModifyTable", "Subplan Name": "CTE kept", "Shared Hit Blocks": 60, "Plans": [
                        {"Node Type": "CTE Scan", "CTE Name": "gone", "Shared Hit Blocks": 0}]},
                    {"Node Type": "CTE Scan", "CTE Name": "gone", "Shared Hit Blocks": 40}]}
                """)).isEqualTo(100);
    }

    private static long buffers(String plan) throws JsonProcessingException {
        PlanNode root = new PlanNode(JsonMapper.builder().build().readTree(plan));
        return Math.round(Totals.of(root, PlanNode::buffersHit));
    }
}
