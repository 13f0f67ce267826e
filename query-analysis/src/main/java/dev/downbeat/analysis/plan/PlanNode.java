package dev.downbeat.analysis.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One node of a plan as the server tells it. The figures are the node's and those below it; rows are for all its loops.
 *
 * @param json the server's own object
 */
public record PlanNode(JsonNode json) {

    /** Returns the kind of node, {@code Index Scan} for example. */
    public String type() {
        return text("Node Type").orElse("?");
    }

    /** Returns the table or index that the node reads or writes. */
    public Optional<String> relation() {
        return text("Relation Name");
    }

    public Optional<String> index() {
        return text("Index Name");
    }

    /** Returns rows the planner expected, for all loops. */
    public double estimatedRows() {
        return number("Plan Rows") * Math.max(1, loops());
    }

    /** Returns rows the node gave. */
    public double rows() {
        return number("Actual Rows") * loops();
    }

    public double loops() {
        return json.path("Actual Loops").asDouble(1);
    }

    public double rowsRemoved() {
        return (number("Rows Removed by Filter") + number("Rows Removed by Index Recheck")) * loops();
    }

    /** Returns the milliseconds spent in this node and below. */
    public double millis() {
        return number("Actual Total Time") * loops();
    }

    /** Returns the milliseconds spent in this node alone; none for one that only reads what another has kept. */
    public double ownMillis() {
        if (readsExpression()) {
            return 0;
        }
        double below = children().stream()
                .filter(child -> !child.isExpression())
                .mapToDouble(PlanNode::millis)
                .sum();
        return Math.max(0, millis() - below);
    }

    /** Returns whether the node is the top of a common table expression: it stands below another, but runs apart. */
    public boolean isExpression() {
        return text("Subplan Name").filter(name -> name.startsWith("CTE ")).isPresent();
    }

    /** Returns whether the node reads from a common table expression. */
    public boolean readsExpression() {
        return type().equals("CTE Scan");
    }

    public long buffersHit() {
        return (long) number("Shared Hit Blocks");
    }

    public long buffersRead() {
        return (long) number("Shared Read Blocks");
    }

    public long buffersDirtied() {
        return (long) number("Shared Dirtied Blocks");
    }

    public long walBytes() {
        return (long) number("WAL Bytes");
    }

    /** Returns whether the node wrote what it could not hold in memory. */
    public boolean spilled() {
        return text("Sort Space Type").filter("Disk"::equals).isPresent()
                || number("Hash Batches") > 1
                || (children().isEmpty() && number("Temp Written Blocks") > 0);
    }

    /** Returns whether the planner chooses such a node by how many rows it expects below. */
    public boolean isChosenByRows() {
        return type().equals("Nested Loop") || type().endsWith("Join") || type().endsWith("Sort");
    }

    /** Returns whether the node ends what is below it as soon as it has enough. */
    public boolean limits() {
        return type().equals("Limit");
    }

    /** Returns the nodes right below. */
    public List<PlanNode> children() {
        List<PlanNode> children = new ArrayList<>();
        json.path("Plans").forEach(child -> children.add(new PlanNode(child)));
        return children;
    }

    /** Returns this node and all below it, the nearest first. */
    public Stream<PlanNode> walk() {
        return Stream.concat(Stream.of(this), children().stream().flatMap(PlanNode::walk));
    }

    /** Returns the plan without figures, so that two plans can be told apart by their shape. */
    public String shape() {
        StringBuilder shape = new StringBuilder(type());
        relation().ifPresent(name -> shape.append(' ').append(name));
        index().ifPresent(name -> shape.append(" by ").append(name));
        List<PlanNode> children = children();
        if (!children.isEmpty()) {
            shape.append('(');
            shape.append(
                    String.join(", ", children.stream().map(PlanNode::shape).toList()));
            shape.append(')');
        }
        return shape.toString();
    }

    /** Returns the text of a key, {@code CTE Name} for example. */
    public Optional<String> text(String key) {
        JsonNode value = json.path(key);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    private double number(String key) {
        return json.path(key).asDouble(0);
    }
}
