package dev.downbeat.analysis.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Draws a plan as an indented tree, with the node that took longest by itself marked. */
public final class PlanTree {
    private PlanTree() {}

    /** Returns the lines of the tree. */
    public static List<String> lines(PlanNode root) {
        PlanNode hot =
                root.walk().max(Comparator.comparingDouble(PlanNode::ownMillis)).orElse(root);
        List<String> lines = new ArrayList<>();
        draw(root, hot, 0, lines);
        return lines;
    }

    private static void draw(PlanNode node, PlanNode hot, int depth, List<String> lines) {
        String mark = node.json().equals(hot.json()) ? "▶ " : "  ";
        String label = node.text("Subplan Name").map(name -> name + ": ").orElse("")
                + node.text("Operation")
                        .filter(ignored -> node.type().equals("ModifyTable"))
                        .orElse(node.type())
                + node.relation().map(name -> " on " + name).orElse("")
                + node.index().map(name -> " by " + name).orElse("");
        lines.add(mark
                + "  ".repeat(depth)
                + label
                + String.format(
                        Locale.ROOT,
                        "  (rows %.0f, expected %.0f; %.3f ms; buffers %d)",
                        node.rows(),
                        node.estimatedRows(),
                        node.ownMillis(),
                        node.buffersHit() + node.buffersRead()));
        node.children().forEach(child -> draw(child, hot, depth + 1, lines));
    }
}
