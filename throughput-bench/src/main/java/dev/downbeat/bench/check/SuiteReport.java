package dev.downbeat.bench.check;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.downbeat.bench.check.CheckReport.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code bench --ci} came to; its JSON is this record.
 *
 * @param reachable whether the database was there from the beginning to the end
 * @param elapsedMillis how long all of it took
 * @param env the machine, the Java, the server
 */
public record SuiteReport(
        boolean reachable,
        @JsonProperty("elapsed_ms") long elapsedMillis,
        List<CheckReport> checks,
        Map<String, String> env) {

    public SuiteReport {
        checks = List.copyOf(checks);
    }

    /** Returns how many checks stand so. */
    public long count(Status status) {
        return checks.stream().filter(check -> check.status() == status).count();
    }

    /** Whether every check passed. */
    @JsonIgnore
    public boolean good() {
        return count(Status.PASSED) == checks.size();
    }

    /** Returns this suite with another measurement of some checks in the place of the first. */
    public SuiteReport replacing(SuiteReport again) {
        Map<String, CheckReport> newer = new HashMap<>();
        again.checks.forEach(check -> newer.put(check.name(), check));
        List<CheckReport> all = checks.stream()
                .map(check -> newer.getOrDefault(check.name(), check))
                .toList();
        return new SuiteReport(reachable && again.reachable, elapsedMillis + again.elapsedMillis, all, env);
    }

    /** Returns the names of those that stand so. */
    public Set<String> named(Status status) {
        return checks.stream()
                .filter(check -> check.status() == status)
                .map(CheckReport::name)
                .collect(Collectors.toSet());
    }

    /** Returns this suite with other verdicts on its checks. */
    public SuiteReport with(List<CheckReport> judged) {
        return new SuiteReport(reachable, elapsedMillis, judged, env);
    }
}
