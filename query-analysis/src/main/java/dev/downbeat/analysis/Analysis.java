package dev.downbeat.analysis;

import dev.downbeat.analysis.distribution.Distribution;
import dev.downbeat.analysis.distribution.Loader;
import dev.downbeat.analysis.finding.Rules;
import dev.downbeat.analysis.finding.UnusedIndexes;
import dev.downbeat.analysis.operation.Operation;
import dev.downbeat.analysis.operation.Operations;
import dev.downbeat.analysis.plan.Bound;
import dev.downbeat.analysis.plan.Explain;
import dev.downbeat.analysis.plan.Explained;
import dev.downbeat.analysis.report.StatementReport;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.scratch.ScratchDatabase;
import dev.downbeat.schema.scratch.ScratchDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs production statements on distributions, each distribution in a database of its own. Closing removes what is left on
 * the server. For one thread.
 */
public final class Analysis implements AutoCloseable {
    private final ScratchDatabases databases;
    private final String preparation;
    private final Consumer<String> progress;
    private final UnusedIndexes unused = new UnusedIndexes();

    private Analysis(ScratchDatabases databases, String preparation, Consumer<String> progress) {
        this.databases = databases;
        this.preparation = preparation;
        this.progress = progress;
    }

    /**
     * Prepares the server.
     *
     * @param server any database on it, of a role that may create databases
     * @param preparation statements that are run before anything is loaded: an index to try, or to drop; empty for none
     * @param progress hears what is being done, in short phrases
     */
    public static Analysis on(DatabaseUrl server, String preparation, Consumer<String> progress) throws SQLException {
        return new Analysis(ScratchDatabases.prepare(server), preparation, progress);
    }

    /** Runs every operation that makes sense on the distribution. */
    public List<StatementReport> run(Distribution distribution) throws SQLException {
        try (ScratchDatabase database = databases.fresh();
                Connection connection = database.dataSource().getConnection()) {
            progress.accept("loading " + distribution.name());
            if (!preparation.isBlank()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(preparation);
                }
            }
            Loader.load(connection, distribution.volume());
            progress.accept("explaining on " + distribution.name());
            Explain explain = Explain.on(connection);
            List<StatementReport> looks = new ArrayList<>();
            // First: statements that write leave dead rows behind, although they are rolled back.
            for (Operation operation : Operations.lookingOn(connection)) {
                looks.add(report(distribution, operation, explain));
            }
            explain.planAsWorkers();
            List<StatementReport> reports = new ArrayList<>();
            for (Operation operation : Operations.workingOn(distribution, connection)) {
                reports.add(report(distribution, operation, explain));
            }
            reports.addAll(looks);
            unused.look(connection);
            return reports;
        }
    }

    /** Returns the indexes that no statement on any distribution so far has used, keys and constraints left out. */
    public Set<String> unusedIndexes() {
        return unused.names();
    }

    @Override
    public void close() {
        databases.close();
    }

    private static StatementReport report(Distribution distribution, Operation operation, Explain explain)
            throws SQLException {
        Bound statement = operation.build().on(Explain.rendering());
        Explained explained = explain.run(statement);
        return new StatementReport(
                distribution.name(),
                operation.name(),
                operation.statement(),
                operation.cost(),
                explained.planningMillis(),
                explained.executionMillis(),
                new StatementReport.Buffers(
                        explained.buffersHit(), explained.buffersRead(), explained.buffersDirtied()),
                explained.walBytes(),
                explained.rows(),
                explained.json(),
                Rules.of(explained),
                statement.inlined());
    }
}
