package dev.downbeat.bench.output;

import dev.downbeat.bench.report.RunReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scenarios that differ in nothing but the number of workers, which their names end with: scale-1, scale-2, …
 *
 * @param family what their names begin with
 * @param members two at least, by ascending number of workers
 */
record Scaling(String family, List<RunReport> members) {
    Scaling {
        members = List.copyOf(members);
    }

    /** Finds them among the reports. */
    static List<Scaling> among(List<RunReport> reports) {
        Map<String, List<RunReport>> families = new TreeMap<>();
        for (RunReport report : reports) {
            String suffix = "-" + report.workers();
            if (report.scenario().endsWith(suffix)) {
                String family = report.scenario().substring(0, report.scenario().length() - suffix.length());
                families.computeIfAbsent(family, ignored -> new ArrayList<>()).add(report);
            }
        }
        families.values().forEach(members -> members.sort(Comparator.comparingInt(RunReport::workers)));
        return families.entrySet().stream()
                .filter(family -> family.getValue().size() > 1)
                .map(family -> new Scaling(family.getKey(), family.getValue()))
                .toList();
    }

    /** Returns what so many workers would reach if each did as much as each of the fewest. */
    double linear(RunReport member) {
        RunReport fewest = members.getFirst();
        return fewest.rates().median() * member.workers() / fewest.workers();
    }

    /** Returns the most that was reached. */
    double most() {
        return members.stream()
                .mapToDouble(member -> member.rates().median())
                .max()
                .orElse(1);
    }
}
