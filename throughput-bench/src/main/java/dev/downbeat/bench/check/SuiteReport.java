package dev.downbeat.bench.check;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.downbeat.bench.check.CheckReport.Status;
import java.util.List;
import java.util.Map;

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

    /** Returns this suite with other verdicts on its checks. */
    public SuiteReport with(List<CheckReport> judged) {
        return new SuiteReport(reachable, elapsedMillis, judged, env);
    }
}
