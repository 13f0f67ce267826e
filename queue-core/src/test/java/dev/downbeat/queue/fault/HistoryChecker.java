package dev.downbeat.queue.fault;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds the books against what handlers wrote down: every execution in exactly one terminal state, none twice at once, no
 * step repeated once it was durable, nothing left beside.
 *
 * <p>The idea of checking a recorded history after faults is Jepsen's.
 */
final class HistoryChecker {

    private static final int MOST_SHOWN = 20;

    private final Connection connection;
    private final List<String> violations = new ArrayList<>();

    private HistoryChecker(Connection connection) {
        this.connection = connection;
    }

    /**
     * Returns what is wrong; empty if nothing is.
     *
     * @param expected every execution whose enqueue was committed, children aside
     * @param journals each journal with the moment in microseconds at which its process ended, if it did
     * @param frozen journals of processes that were stopped for longer than their lease: they may go on with what is others'
     *     by then, so what they did counts for nothing, but what they kept before has to stand
     */
    static List<String> check(
            Connection connection, Collection<Long> expected, Map<Path, Long> journals, Set<Path> frozen)
            throws SQLException {
        var checker = new HistoryChecker(connection);
        checker.everyExecutionHasOneOutcome(expected);
        checker.nothingIsLeft();
        checker.attemptsAreAccountedFor();
        Map<Path, Long> awake = new HashMap<>(journals);
        awake.keySet().removeAll(frozen);
        Spans.of(awake).overlapping().forEach(id -> checker.violated("execution %d ran twice at once".formatted(id)));
        checker.noDurableStepWasRepeated(journals.keySet(), awake.keySet());
        return checker.violations;
    }

    private void violated(String what) {
        if (violations.size() < MOST_SHOWN) {
            violations.add(what);
        }
    }

    private void everyExecutionHasOneOutcome(Collection<Long> expected) throws SQLException {
        Map<Long, Integer> outcomes = new HashMap<>();
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(10_000);
            try (var rows = statement.executeQuery("select id from downbeat.history")) {
                while (rows.next()) {
                    outcomes.merge(rows.getLong(1), 1, Integer::sum);
                }
            }
        }
        outcomes.forEach((id, times) -> {
            if (times > 1) {
                violated("execution %d has %d outcomes".formatted(id, times));
            }
        });
        for (long id : expected) {
            if (!outcomes.containsKey(id)) {
                violated("execution %d has no outcome".formatted(id));
            }
        }
    }

    private void nothingIsLeft() throws SQLException {
        for (String table : List.of("ready", "running", "scheduled", "waiting", "dedupe", "cancellation")) {
            long rows = number("select count(*) from downbeat." + table);
            if (rows > 0) {
                violated("%d rows are left in %s".formatted(rows, table));
            }
        }
    }

    private void attemptsAreAccountedFor() throws SQLException {
        long unaccounted = number("""
                select count(*) from downbeat.history h
                where h.outcome = 'completed'
                    and h.attempt <> 1 + (select count(*) from downbeat.failure f where f.execution_id = h.id)
                """);
        if (unaccounted > 0) {
            violated("%d executions count attempts that no failure or crash explains".formatted(unaccounted));
        }
    }

    private long number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void noDurableStepWasRepeated(Collection<Path> journals, Collection<Path> awake) {
        Map<String, Long> kept = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        for (Path journal : journals) {
            Journal.read(journal, line -> {
                if (line.mark() == Journal.Mark.KEPT) {
                    kept.merge(line.executionId() + " " + line.detail(), line.micros(), Math::min);
                }
            });
        }
        for (Path journal : awake) {
            Journal.read(journal, line -> {
                String step = line.executionId() + " " + line.detail();
                boolean late = line.micros() > kept.getOrDefault(step, Long.MAX_VALUE);
                if (line.mark() == Journal.Mark.WORK && late) {
                    repeated.add(step);
                }
            });
        }
        repeated.stream()
                .limit(MOST_SHOWN)
                .forEach(step -> violated("step %s worked again after it was durable: %s"
                        .formatted(step, story(journals, Long.parseLong(step.substring(0, step.indexOf(" ")))))));
    }

    /** Returns all that the journals tell of one execution, in the order of time. */
    private static List<String> story(Collection<Path> journals, long executionId) {
        var lines = new TreeMap<Long, String>();
        for (Path journal : journals) {
            Journal.read(journal, line -> {
                if (line.executionId() == executionId) {
                    lines.put(line.micros(), "%s %s %s".formatted(journal.getFileName(), line.mark(), line.detail()));
                }
            });
        }
        return lines.entrySet().stream()
                .map(line -> line.getKey() + " " + line.getValue())
                .toList();
    }
}
