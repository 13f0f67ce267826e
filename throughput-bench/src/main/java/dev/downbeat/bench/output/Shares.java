package dev.downbeat.bench.output;

import dev.downbeat.bench.report.RunReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What each run reached of the first of its family: scenarios that have nothing in common are not held against each other. */
final class Shares {
    private final List<RunReport> reports;
    private final Map<String, String> families;
    private final Map<String, RunReport> first = new HashMap<>();
    private final Map<String, Integer> members = new HashMap<>();

    /**
     * Compares within families.
     *
     * @param families by the scenarios' names
     */
    Shares(List<RunReport> reports, Map<String, String> families) {
        this.reports = reports;
        this.families = families;
        for (RunReport report : reports) {
            first.putIfAbsent(family(report), report);
            members.merge(family(report), 1, Integer::sum);
        }
    }

    /** Whether any run can be held against another. */
    boolean any() {
        return reports.stream().anyMatch(report -> of(report).isPresent());
    }

    /** Returns the share; empty for one that has nobody to be compared with. */
    OptionalDouble of(RunReport report) {
        RunReport reference = first.get(family(report));
        if (reference == null || members.getOrDefault(family(report), 0) < 2) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(report.rates().median() / reference.rates().median());
    }

    private String family(RunReport report) {
        return families.getOrDefault(report.scenario(), report.scenario());
    }
}
