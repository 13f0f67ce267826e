package dev.downbeat.analysis.growth;

import dev.downbeat.analysis.Analysis;
import dev.downbeat.analysis.distribution.Distribution;
import dev.downbeat.analysis.distribution.Volume;
import dev.downbeat.analysis.operation.Operation;
import dev.downbeat.analysis.operation.Operation.Cost;
import dev.downbeat.analysis.operation.Operations;
import dev.downbeat.analysis.report.StatementReport;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
        Map<String, String> statements = new LinkedHashMap<>();
        Set<String> flat = Set.of();
        for (int size : sizes) {
            Distribution distribution = distribution(size);
            flat = Operations.on(distribution).stream()
                    .filter(operation -> operation.cost() == Cost.FLAT)
                    .map(Operation::name)
                    .collect(Collectors.toSet());
            for (StatementReport report : analysis.run(distribution)) {
                statements.put(report.operation(), report.statement());
                points.computeIfAbsent(report.operation(), ignored -> new ArrayList<>())
                        .add(new Growth.Point(
                                size,
                                report.buffers().hit() + report.buffers().read(),
                                report.rows(),
                                report.executionMillis()));
            }
        }
        List<Growth> growths = new ArrayList<>();
        for (Map.Entry<String, List<Growth.Point>> entry : points.entrySet()) {
            String name = entry.getKey();
            growths.add(Growth.fit(
                    name,
                    statements.getOrDefault(name, ""),
                    flat.contains(name) ? Cost.FLAT : Cost.GROWING,
                    entry.getValue()));
        }
        return growths;
    }

    private static Distribution distribution(int size) {
        Volume volume = Volume.ready(size)
                .stages(size, size, size)
                .steps(Math.max(Volume.HELD, size / PER_RUNNING), STEPS)
                .loop(size);
        return new Distribution("growth-" + size, "%,d rows in each stage".formatted(size), volume);
    }
}
