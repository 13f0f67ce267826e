package dev.downbeat.analysis.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What the server told of one run of a statement.
 *
 * @param json the whole answer: plan, settings, planning, triggers, times
 * @param generic the same of the plan that a prepared statement may switch to, which fits all values
 */
public record Explained(JsonNode json, JsonNode generic) {

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
        return total(PlanNode::buffersHit);
    }

    public long buffersRead() {
        return total(PlanNode::buffersRead);
    }

    public long buffersDirtied() {
        return total(PlanNode::buffersDirtied);
    }

    public long walBytes() {
        return total(PlanNode::walBytes);
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

    /** Returns the rows that the statement gave or moved, whichever are more: one may count what it moved in a single row. */
    public long rowsMoved() {
        double most = root().walk()
                .filter(node -> node.type().equals("ModifyTable"))
                .flatMap(node -> Stream.concat(Stream.of(node), node.children().stream()))
                .mapToDouble(PlanNode::rows)
                .max()
                .orElse(0);
        return Math.max(rows(), Math.round(most));
    }

    /** Returns the top of the plan that fits all values. */
    public PlanNode genericRoot() {
        return new PlanNode(generic.path("Plan"));
    }

    /** Returns whether the plan that fits all values has another shape. */
    public boolean flips() {
        return !genericRoot().shape().equals(root().shape());
    }

    /** Returns the buffers that the plan that fits all values touched. */
    public long genericBuffers() {
        return Math.round(Totals.of(genericRoot(), node -> (double) node.buffersHit() + node.buffersRead()));
    }

    private long total(ToDoubleFunction<PlanNode> figure) {
        return Math.round(Totals.of(root(), figure));
    }
}
