package dev.downbeat.bench.check;

import dev.downbeat.bench.check.CheckReport.Status;
import dev.downbeat.bench.run.Environment;
import dev.downbeat.bench.run.Progress;
import dev.downbeat.schema.DatabaseUnavailableException;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Readiness;
import dev.downbeat.schema.scratch.ScratchDatabase;
import dev.downbeat.schema.scratch.ScratchDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the checks one after the other: each in a database of its own, each with a limit, all within one deadline.
 *
 * <p>A check that fails while the server no longer answers is no failure of the check: it and those after it are skipped.
 * For one thread.
 */
public final class CheckRun {
    private static final Duration DEADLINE = Duration.ofSeconds(100);
    private static final Duration AGAIN = Duration.ofSeconds(40);
    private static final Duration STILL_THERE = Duration.ofSeconds(2);

    private final List<Check> checks;
    private final Progress progress;
    private final long startNanos = System.nanoTime();
    private final long endNanos;

    CheckRun(List<Check> checks, Duration deadline, Progress progress) {
        this.checks = checks;
        this.progress = progress;
        this.endNanos = startNanos + deadline.toNanos();
    }

    /** Returns a run of the fixed set, which takes 100 s at most. */
    public static CheckRun ofAll(Progress progress) {
        return new CheckRun(Checks.all(), DEADLINE, progress);
    }

    /** Returns a run of those with these names alone, which takes 40 s at most. */
    public static CheckRun of(Set<String> names, Progress progress) {
        List<Check> chosen = Checks.all().stream()
                .filter(check -> names.contains(check.name()))
                .toList();
        return new CheckRun(chosen, AGAIN, progress);
    }

    /** Returns the report of a run whose database was not there: every check skipped. */
    public SuiteReport unavailable(String reason) {
        return report(
                false,
                checks.stream().map(check -> CheckReport.skipped(check, reason)).toList(),
                Map.of());
    }

    /**
     * Runs everything.
     *
     * @param server any database on it, of a role that may create databases
     */
    public SuiteReport on(DatabaseUrl server) {
        progress.tell("preparing the schema");
        ScratchDatabases databases;
        try {
            databases = ScratchDatabases.prepare(server);
        } catch (SQLException e) {
            return unavailable("the server refused a database for the checks: " + e.getMessage());
        }
        try {
            return run(server, databases);
        } catch (SQLException e) {
            return unavailable("the server refused a database for the checks: " + e.getMessage());
        } finally {
            close(databases);
        }
    }

    /** On a server that has gone nothing can be dropped; the next run that finds it back does that. */
    private void close(ScratchDatabases databases) {
        try {
            databases.close();
        } catch (IllegalStateException e) {
            progress.tell(String.valueOf(e.getMessage()));
        }
    }

    private SuiteReport run(DatabaseUrl server, ScratchDatabases databases) throws SQLException {
        Map<String, String> env;
        try (ScratchDatabase database = databases.fresh()) {
            env = Environment.read(database.dataSource());
        }
        List<CheckReport> reports = new ArrayList<>();
        String gone = "";
        for (Check check : checks) {
            if (gone.isEmpty()) {
                progress.tell(check.name() + ": " + check.description());
                CheckReport report = run(check, databases);
                if (report.status() == Status.BROKEN) {
                    gone = reasonIfGone(server);
                }
                reports.add(gone.isEmpty() ? report : CheckReport.skipped(check, gone));
            } else {
                reports.add(CheckReport.skipped(check, gone));
            }
        }
        return report(gone.isEmpty(), reports, env);
    }

    private CheckReport run(Check check, ScratchDatabases databases) {
        Duration left = Duration.ofNanos(endNanos - System.nanoTime());
        if (left.isNegative()) {
            return CheckReport.skipped(check, "the checks before it used up the time for all of them");
        }
        Duration limit = left.compareTo(check.limit()) < 0 ? left : check.limit();
        return new TimedCheck(check, databases).run(limit);
    }

    private static String reasonIfGone(DatabaseUrl server) {
        try {
            Readiness.await(server, STILL_THERE);
            return "";
        } catch (DatabaseUnavailableException e) {
            return "the database has gone: " + e.getMessage();
        }
    }

    private SuiteReport report(boolean reachable, List<CheckReport> reports, Map<String, String> env) {
        return new SuiteReport(reachable, (System.nanoTime() - startNanos) / 1_000_000, reports, env);
    }
}
