package dev.downbeat.analysis.growth;

import dev.downbeat.analysis.Analysis;
import dev.downbeat.analysis.distribution.Distribution;
import dev.downbeat.analysis.distribution.Volume;
import dev.downbeat.analysis.report.StatementReport;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the statements on databases of ascending size, all stages growing together. */
public final class GrowthRun {
    /** Every tenth execution is running, each with five finished steps. */
    private static final int PER_RUNNING = 10;

    private static final int STEPS = 5;

    private GrowthRun() {}

    /**
     * Returns how each statement's cost grew.
     *
     * @param sizes rows in each of the large tables, ascending
     */
    public static List<Growth> of(Analysis analysis, List<Integer> sizes) throws SQLException {
        Map<String, List<Growth.Point>> points = new LinkedHashMap<>();
        Map<String, StatementReport> last = new LinkedHashMap<>();
        for (int size : sizes) {
            for (StatementReport report : analysis.run(distribution(size))) {
                last.put(report.operation(), report);
                points.computeIfAbsent(report.operation(), ignored -> new ArrayList<>())
                        .add(new Growth.Point(
                                size, report.buffers().touched(), report.rows(), report.executionMillis()));
            }
        }
        return last.values().stream()
                .filter(report ->
                        points.getOrDefault(report.operation(), List.of()).size() == sizes.size())
                .map(report -> Growth.fit(
                        report.operation(),
                        report.statement(),
                        report.cost(),
                        points.getOrDefault(report.operation(), List.of())))
                .toList();
    }

    private static Distribution distribution(int size) {
        Volume volume = Volume.ready(size)
                .stages(size, size, size)
                .running(Math.max(Volume.HELD, size / PER_RUNNING), STEPS)
                .loop(size);
        return new Distribution("growth-" + size, "%,d rows in each stage".formatted(size), volume);
    }
}
