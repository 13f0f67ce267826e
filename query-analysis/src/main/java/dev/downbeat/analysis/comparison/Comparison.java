package dev.downbeat.analysis.comparison;

import dev.downbeat.analysis.plan.PlanNode;
import dev.downbeat.analysis.report.StatementReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets the statements of two analyses side by side. Pure. */
public final class Comparison {
    /** Time is noisy where a statement takes less than a millisecond; buffers and WAL hardly vary. */
    private static final double TIME_BOUND = 1.5;

    private static final double LEAST_MILLIS = 1;
    private static final double COUNT_BOUND = 1.2;
    private static final long LEAST_BUFFERS = 20;
    private static final long LEAST_WAL_BYTES = 8_192;

    private Comparison() {}

    /**
     * One statement on one distribution, in both analyses.
     *
     * @param changes what changed for the worse or in shape, in words; empty if nothing that matters
     * @param worse whether it got slower, dearer, or scans what it did not
     */
    public record Pair(StatementReport before, StatementReport after, List<String> changes, boolean worse) {
        public Pair {
            changes = List.copyOf(changes);
        }
    }

    /** Returns the statements that both have, in the order of the first. */
    public static List<Pair> of(List<StatementReport> before, List<StatementReport> after) {
        Map<String, StatementReport> second = new LinkedHashMap<>();
        after.forEach(report -> second.put(key(report), report));
        List<Pair> pairs = new ArrayList<>();
        for (StatementReport report : before) {
            StatementReport other = second.get(key(report));
            if (other != null) {
                pairs.add(pair(report, other));
            }
        }
        return pairs;
    }

    private static Pair pair(StatementReport before, StatementReport after) {
        List<String> changes = new ArrayList<>();
        String shapeBefore = shape(before);
        String shapeAfter = shape(after);
        if (!shapeBefore.equals(shapeAfter)) {
            changes.add("plan: %s → %s".formatted(shapeBefore, shapeAfter));
        }
        boolean dearer = rises(changes, "buffers", buffers(before), buffers(after), LEAST_BUFFERS, COUNT_BOUND);
        dearer |= rises(
                changes,
                "WAL bytes",
                (double) before.walBytes(),
                (double) after.walBytes(),
                LEAST_WAL_BYTES,
                COUNT_BOUND);
        dearer |= rises(changes, "ms", before.executionMillis(), after.executionMillis(), LEAST_MILLIS, TIME_BOUND);
        boolean moreFindings = after.findings().size() > before.findings().size();
        if (moreFindings) {
            changes.add("findings: %d → %d"
                    .formatted(before.findings().size(), after.findings().size()));
        }
        return new Pair(before, after, changes, dearer || moreFindings);
    }

    private static boolean rises(
            List<String> changes, String what, double before, double after, double least, double bound) {
        if (after - before < least || after < before * bound) {
            return false;
        }
        changes.add("%s: %.0f → %.0f".formatted(what, before, after));
        return true;
    }

    private static double buffers(StatementReport report) {
        return report.buffers().touched();
    }

    private static String shape(StatementReport report) {
        return new PlanNode(report.plan().path("Plan")).shape();
    }

    private static String key(StatementReport report) {
        return report.scenario() + "." + report.operation();
    }
}
