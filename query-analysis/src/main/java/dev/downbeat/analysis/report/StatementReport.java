package dev.downbeat.analysis.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.analysis.finding.Finding;
import dev.downbeat.analysis.operation.Operation.Cost;
import java.util.List;

/**
 * What one statement did on one distribution; the JSON of {@code analyze --json} is a list of these.
 *
 * @param scenario the distribution
 * @param operation the statement with its parameters
 * @param statement the class that runs it in production
 * @param cost how it may grow with the tables
 * @param rows that it returned or wrote
 * @param plan as the server told it
 * @param sql runnable, its values inlined
 */
public record StatementReport(
        String scenario,
        String operation,
        String statement,
        @JsonProperty("expected_growth") Cost cost,
        @JsonProperty("planning_ms") double planningMillis,
        @JsonProperty("execution_ms") double executionMillis,
        Buffers buffers,
        @JsonProperty("wal_bytes") long walBytes,
        long rows,
        JsonNode plan,
        List<Finding> findings,
        String sql) {

    public StatementReport {
        findings = List.copyOf(findings);
    }

    /** Pages of 8 KiB: found in memory, asked of the kernel, changed. */
    public record Buffers(long hit, long read, long dirtied) {
        /** Returns how many the statement looked at, wherever they were. */
        public long touched() {
            return hit + read;
        }
    }
}
