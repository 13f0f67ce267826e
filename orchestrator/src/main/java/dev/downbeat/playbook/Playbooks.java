package dev.downbeat.playbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.playbook.catalog.CatalogEntry;
import dev.downbeat.playbook.catalog.Registered;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.status.ExecutionStatus;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.PlaybookEvent;
import dev.downbeat.playbook.status.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The client of the orchestrator: registers playbooks, starts, follows and cancels their executions. Workers that have
 * {@link PlaybookTasks} run them. Safe from any thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Playbooks {
    private final DataSource dataSource;
    private final PlaybookSettings settings;

    private Playbooks(DataSource dataSource, PlaybookSettings settings) {
        this.dataSource = dataSource;
        this.settings = settings;
    }

    /** Returns a client of the installation behind this data source. */
    public static Playbooks on(DataSource dataSource, PlaybookSettings settings) {
        return new Playbooks(dataSource, settings);
    }

    /**
     * Registers a playbook; identical content keeps its version, changed content makes the next one.
     *
     * @param strict whether unknown keys are faults instead of warnings
     * @throws dev.downbeat.playbook.parse.PlaybookInvalidException with every fault, when it is not valid
     */
    public Registered register(String text, boolean strict) {
        throw new UnsupportedOperationException(dataSource + text + strict);
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
        throw new UnsupportedOperationException();
    }

    /** Returns the newest version of one playbook. */
    public Optional<CatalogEntry> catalog(String path) {
        throw new UnsupportedOperationException(path);
    }

    /**
     * Starts the newest version of a playbook.
     *
     * @param payload deep-merged over the playbook's workload
     * @return the execution's id
     * @throws dev.downbeat.playbook.catalog.UnknownPlaybookException if nothing is registered under this path
     */
    public long execute(String path, Map<String, ? extends @Nullable Object> payload) {
        throw new UnsupportedOperationException(path + payload + settings);
    }

    /** Starts a certain version of a playbook. */
    public long execute(String path, int version, Map<String, ? extends @Nullable Object> payload) {
        throw new UnsupportedOperationException(path + version + payload);
    }

    /** Returns where an execution stands; empty when there is none with this id. */
    public Optional<ExecutionStatus> status(long executionId) {
        throw new UnsupportedOperationException(String.valueOf(executionId));
    }

    /** Returns the newest executions that no other one started, newest first. */
    public List<ExecutionStatus> list(int limit) {
        throw new UnsupportedOperationException(String.valueOf(limit));
    }

    /** Returns the document of {@code run --json}; empty when there is no execution with this id. */
    public Optional<ExecutionSummary> summary(long executionId) {
        throw new UnsupportedOperationException(String.valueOf(executionId));
    }

    /** Returns a snapshot for live display; empty when there is no execution with this id. */
    public Optional<Progress> progress(long executionId) {
        throw new UnsupportedOperationException(String.valueOf(executionId));
    }

    /** Returns the result in full, also when it is kept by reference; empty when there is none. */
    public Optional<JsonNode> result(long executionId) {
        throw new UnsupportedOperationException(String.valueOf(executionId));
    }

    /**
     * Returns one execution's events in order.
     *
     * @param afterEventId the last event already seen; 0 for all
     * @param limit how many at most
     */
    public List<PlaybookEvent> events(long executionId, long afterEventId, int limit) {
        throw new UnsupportedOperationException(executionId + "" + afterEventId + limit);
    }

    /**
     * Cancels an execution and everything that it started; what runs is interrupted.
     *
     * @return false when there is none with this id, or it is over already
     */
    public boolean cancel(long executionId) {
        throw new UnsupportedOperationException(String.valueOf(executionId));
    }

    /**
     * Starts the same version with the same payload once more.
     *
     * @return the new execution's id; empty when there is no execution with this id
     */
    public Optional<Long> retry(long executionId) {
        throw new UnsupportedOperationException(String.valueOf(executionId));
    }

    /**
     * Waits until an execution is over, woken by the database, looking for itself twice a second.
     *
     * @param timeout how long at most; then the status is still {@code RUNNING}
     * @return the last status seen; empty when there is no execution with this id
     */
    public Optional<ExecutionStatus> await(long executionId, Duration timeout) throws InterruptedException {
        if (timeout.isNegative()) {
            throw new InterruptedException();
        }
        throw new UnsupportedOperationException(String.valueOf(executionId));
    }
}
