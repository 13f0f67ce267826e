package dev.downbeat.analysis.plan;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the server told of one run of a statement.
 *
 * @param json the whole answer: plan, settings, planning, triggers, times
 * @param genericShape the shape of the plan that a prepared statement may switch to
 */
public record Explained(JsonNode json, String genericShape) {

    /** Returns the top of the plan. */
    public PlanNode root() {
        return new PlanNode(json.path("Plan"));
    }

    public double planningMillis() {
        return json.path("Planning Time").asDouble();
    }

    public double executionMillis() {
        return json.path("Execution Time").asDouble();
    }

    public long buffersHit() {
        return root().buffersHit();
    }

    public long buffersRead() {
        return root().buffersRead();
    }

    public long buffersDirtied() {
        return json.path("Plan").path("Shared Dirtied Blocks").asLong();
    }

    public long walBytes() {
        return json.path("Plan").path("WAL Bytes").asLong();
    }

    /** Returns the rows the statement gave; of one that gives none, the rows that it wrote. */
    public long rows() {
        PlanNode node = root();
        while (node.rows() == 0
                && node.type().equals("ModifyTable")
                && !node.children().isEmpty()) {
            node = node.children().getLast();
        }
        return Math.round(node.rows());
    }

    /** Returns whether a generic plan has another shape than the one that ran. */
    public boolean flips() {
        return !genericShape.isEmpty() && !genericShape.equals(root().shape());
    }
}
