package dev.downbeat.analysis.plan;

import java.util.function.ToDoubleFunction;

/**
 * What a whole statement used, common table expressions that write included.
 *
 * <p>The top of a plan counts what ran below it: not the writing expressions that nobody reads from, which run after it. Such
 * an expression counts itself, and so does one that is read from, once more for each node that reads. So all of them are
 * added up, and the nodes that only read from one are taken off.
 */
final class Totals {
    private Totals() {}

    /** Returns the sum of a figure that nodes tell together with what is below them. */
    static double of(PlanNode root, ToDoubleFunction<PlanNode> figure) {
        double expressions =
                root.walk().filter(PlanNode::isExpression).mapToDouble(figure).sum();
        double readings = root.walk()
                .filter(PlanNode::readsExpression)
                .mapToDouble(node -> figure.applyAsDouble(node)
                        - node.children().stream()
                                .filter(child -> !child.isExpression())
                                .mapToDouble(figure)
                                .sum())
                .sum();
        return figure.applyAsDouble(root) + expressions - readings;
    }
}
