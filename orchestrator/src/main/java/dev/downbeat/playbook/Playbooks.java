package dev.downbeat.playbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.playbook.catalog.Catalog;
import dev.downbeat.playbook.catalog.CatalogEntry;
import dev.downbeat.playbook.catalog.Registered;
import dev.downbeat.playbook.run.Announcements;
import dev.downbeat.playbook.run.Canceller;
import dev.downbeat.playbook.run.Engine;
import dev.downbeat.playbook.run.Starter;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.status.ExecutionStatus;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.PlaybookEvent;
import dev.downbeat.playbook.status.Progress;
import dev.downbeat.playbook.status.Reports;
import dev.downbeat.playbook.tool.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The client of the orchestrator: registers playbooks, starts, follows and cancels their executions. Workers that have
 * {@link PlaybookTasks} run them. Safe from any thread.
 */
public final class Playbooks {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final DataSource dataSource;
    private final Catalog catalog;
    private final Reports reports;
    private final Starter starter;
    private final Canceller canceller;

    private Playbooks(DataSource dataSource, Engine engine) {
        this.dataSource = dataSource;
        this.catalog = engine.catalog();
        this.reports = new Reports(engine.sql());
        this.starter = new Starter(engine);
        this.canceller = new Canceller(engine);
    }

    /** Returns a client of the installation behind this data source. */
    public static Playbooks on(DataSource dataSource, PlaybookSettings settings) {
        return new Playbooks(dataSource, Engines.on(dataSource, settings, Tools.installed(), "client"));
    }

    /**
     * Registers a playbook; identical content keeps its version, changed content makes the next one.
     *
     * @param strict whether unknown keys are faults instead of warnings
     * @throws dev.downbeat.playbook.parse.PlaybookInvalidException with every fault, when it is not valid
     */
    public Registered register(String text, boolean strict) {
        return catalog.register(text, strict);
    }

    /** Registers a playbook whose unknown keys are warnings. */
    public Registered register(String text) {
        return register(text, false);
    }

    /** Registers the playbook in this file. */
    public Registered register(Path file) throws IOException {
        return register(Files.readString(file));
    }

    /** Returns the newest version of every playbook, by path. */
    public List<CatalogEntry> catalog() {
        return catalog.newest();
    }

    /** Returns the newest version of one playbook. */
    public Optional<CatalogEntry> catalog(String path) {
        return catalog.find(path, null);
    }

    /**
     * Starts the newest version of a playbook.
     *
     * @param payload deep-merged over the playbook's workload
     * @return the execution's id
     * @throws dev.downbeat.playbook.catalog.UnknownPlaybookException if nothing is registered under this path
     */
    public long execute(String path, Map<String, ? extends @Nullable Object> payload) {
        return starter.start(catalog.require(path, null), payload);
    }

    /** Starts a certain version of a playbook. */
    public long execute(String path, int version, Map<String, ? extends @Nullable Object> payload) {
        return starter.start(catalog.require(path, version), payload);
    }

    /** Returns where an execution stands; empty when there is none with this id. */
    public Optional<ExecutionStatus> status(long executionId) {
        return reports.status(executionId);
    }

    /** Returns the newest executions that no other one started, newest first. */
    public List<ExecutionStatus> list(int limit) {
        return reports.list(limit);
    }

    /** Returns the document of {@code run --json}; empty when there is no execution with this id. */
    public Optional<ExecutionSummary> summary(long executionId) {
        return reports.summary(executionId);
    }

    /** Returns a snapshot for live display; empty when there is no execution with this id. */
    public Optional<Progress> progress(long executionId) {
        return reports.progress(executionId);
    }

    /** Returns the result in full, also when it is kept by reference; empty when there is none. */
    public Optional<JsonNode> result(long executionId) {
        return reports.result(executionId);
    }

    /**
     * Returns one execution's events in order.
     *
     * @param afterEventId the last event already seen; 0 for all
     * @param limit how many at most
     */
    public List<PlaybookEvent> events(long executionId, long afterEventId, int limit) {
        return reports.events(executionId, afterEventId, limit);
    }

    /**
     * Cancels an execution and everything that it started; what runs is interrupted.
     *
     * @return false when there is none with this id, or it is over already
     */
    public boolean cancel(long executionId) {
        return canceller.cancel(executionId);
    }

    /**
     * Starts the same version with the same payload once more.
     *
     * @return the new execution's id; empty when there is no execution with this id
     */
    public Optional<Long> retry(long executionId) {
        return reports.origin(executionId)
                .map(origin -> starter.start(catalog.compiled(origin.playbookId()), origin.payload()));
    }

    /**
     * Waits until an execution is over, woken by the database, looking for itself twice a second.
     *
     * @param timeout how long at most; then the status is still {@code RUNNING}
     * @return the last status seen; empty when there is no execution with this id
     */
    public Optional<ExecutionStatus> await(long executionId, Duration timeout) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        Optional<ExecutionStatus> seen = status(executionId);
        if (!goesOn(seen)) {
            return seen;
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            try (var statement = connection.createStatement()) {
                statement.execute("listen " + Announcements.CHANNEL);
                seen = listenedTo(connection, executionId, deadlineNanos);
                statement.execute("unlisten " + Announcements.CHANNEL);
            }
        } catch (SQLException e) {
            throw new PlaybookDatabaseException(executionId, e);
        }
        return seen;
    }

    private static Optional<ExecutionStatus> listenedTo(Connection connection, long executionId, long deadlineNanos)
            throws SQLException, InterruptedException {
        // One connection does for both: a pool of one must be enough.
        Reports reports = new Reports(DSL.using(connection, SQLDialect.POSTGRES));
        PGConnection notified = connection.unwrap(PGConnection.class);
        while (true) {
            Optional<ExecutionStatus> seen = reports.status(executionId);
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (!goesOn(seen) || leftMillis <= 0) {
                return seen;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while waiting for execution " + executionId);
            }
            notified.getNotifications((int) Math.clamp(leftMillis, 1, LOOK_AGAIN.toMillis()));
        }
    }

    private static boolean goesOn(Optional<ExecutionStatus> seen) {
        return seen.isPresent() && !seen.get().status().terminal();
    }
}
