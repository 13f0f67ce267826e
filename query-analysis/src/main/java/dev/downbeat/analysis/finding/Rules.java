package dev.downbeat.analysis.finding;

import dev.downbeat.analysis.finding.Finding.Kind;
import dev.downbeat.analysis.plan.Explained;
import dev.downbeat.analysis.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Computes the findings of one run. Pure. */
public final class Rules {
    /** A sequential scan of fewer rows is the best plan there is. */
    private static final double LARGE_TABLE = 10_000;

    /** Rows thrown away for each row kept, and the least that is worth a word. */
    private static final double REMOVED_PER_ROW = 10;

    private static final double LEAST_REMOVED = 1_000;

    private static final double MISESTIMATE = 10;
    private static final double LEAST_MISESTIMATED = 1_000;

    /** A row that moves between tables with their indexes touches some ten buffers. */
    private static final double BUFFERS_PER_ROW = 50;

    private static final long LEAST_BUFFERS = 500;

    /** How much dearer a plan must be that a prepared statement may switch to. */
    private static final double DEARER_PLAN = 2;

    private Rules() {}

    /** Returns the findings, the most telling first. */
    public static List<Finding> of(Explained explained) {
        List<Finding> findings = new ArrayList<>();
        explained.root().walk().forEach(node -> {
            sequentialScan(node).ifPresent(findings::add);
            rowsRemoved(node).ifPresent(findings::add);
            spill(node).ifPresent(findings::add);
        });
        misestimates(explained.root(), false, false, findings);
        buffersPerRow(explained).ifPresent(findings::add);
        flip(explained).ifPresent(findings::add);
        return findings;
    }

    private static Optional<Finding> sequentialScan(PlanNode node) {
        double seen = node.rows() + node.rowsRemoved();
        if (!node.type().equals("Seq Scan") || seen < LARGE_TABLE) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Kind.SEQUENTIAL_SCAN,
                "%s is read from end to end: %.0f rows".formatted(relation(node), seen),
                "an index that serves the condition, or a constant in the text so that a partial index can be used"));
    }

    private static Optional<Finding> rowsRemoved(PlanNode node) {
        double removed = node.rowsRemoved();
        if (removed < LEAST_REMOVED || removed < REMOVED_PER_ROW * Math.max(1, node.rows())) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Kind.ROWS_REMOVED,
                "%s on %s keeps %.0f rows and throws %.0f away"
                        .formatted(node.type(), relation(node), node.rows(), removed),
                "let the index carry the filtered column, or let such rows stand in a table of their own"));
    }

    private static Optional<Finding> spill(PlanNode node) {
        if (!node.spilled()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Kind.SPILL,
                "%s does not fit into work_mem and goes to disk".formatted(node.type()),
                "a smaller batch, an index that gives the order, or more work_mem for this statement"));
    }

    /**
     * A wrong guess does harm where something above was chosen by it: a join, a sort. Below a limit a node is stopped early: fewer
     * rows than expected mean nothing there.
     */
    private static void misestimates(PlanNode node, boolean limited, boolean decides, List<Finding> findings) {
        boolean stoppedEarly = limited || node.limits();
        double expected = Math.max(1, node.estimatedRows());
        double got = Math.max(1, node.rows());
        boolean tooFew = got > expected * MISESTIMATE;
        boolean tooMany = expected > got * MISESTIMATE && !stoppedEarly;
        if (decides && (tooFew || tooMany) && Math.max(got, expected) >= LEAST_MISESTIMATED) {
            findings.add(
                    new Finding(
                            Kind.MISESTIMATE,
                            "%s%s: %.0f rows expected, %.0f came".formatted(node.type(), on(node), expected, got),
                            "fresh statistics (analyze), extended statistics, or a form of the statement that the planner can judge"));
        }
        boolean decidesBelow = decides || node.isChosenByRows();
        node.children().forEach(child -> misestimates(child, stoppedEarly, decidesBelow, findings));
    }

    private static Optional<Finding> buffersPerRow(Explained explained) {
        long buffers = explained.buffersHit() + explained.buffersRead();
        long rows = Math.max(1, explained.rowsMoved());
        if (buffers < LEAST_BUFFERS || buffers < BUFFERS_PER_ROW * rows) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Kind.BUFFERS_PER_ROW,
                "%d buffers for %d rows".formatted(buffers, explained.rowsMoved()),
                "look at the marked node: an index with a better order, or dead rows that vacuum should remove"));
    }

    /** Another shape is no fault: planned without its values, a statement may well do as well. Dearer is. */
    private static Optional<Finding> flip(Explained explained) {
        long custom = explained.buffersHit() + explained.buffersRead();
        long generic = explained.genericBuffers();
        if (!explained.flips() || generic < LEAST_BUFFERS || generic < DEARER_PLAN * custom) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Kind.PLAN_FLIP,
                "the plan that fits all values touches %d buffers, that for these values %d: %s"
                        .formatted(generic, custom, explained.genericRoot().shape()),
                "inline the constants that the plan depends on, or set plan_cache_mode for this statement"));
    }

    private static String relation(PlanNode node) {
        return node.relation().or(node::index).orElse("?");
    }

    private static String on(PlanNode node) {
        return node.relation().map(name -> " on " + name).orElse("");
    }
}
