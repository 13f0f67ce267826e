package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.operation.Operation.Cost;
import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.queue.DeadLetterFilter;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Queue;
import dev.downbeat.worker.overview.LiveWorkers;
import dev.downbeat.worker.overview.QueueDepths;
import dev.downbeat.worker.overview.TaskCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** What people look at: lists, counts, the state of one execution. Their statements are recorded as they pass. */
final class LookingOperations {
    private static final int PAGE = 100;
    private static final long PLAYBOOK_EXECUTION = 1;

    private LookingOperations() {}

    /** Runs each once on the connection, which stays open, and returns what passed. */
    static List<Operation> recordedOn(Connection connection) throws SQLException {
        Looks looks = new Looks(new Rehearsal(connection));
        looks.at("list-page", "Lookup", source -> Queue.on(source).list(ExecutionFilter.ALL.limit(PAGE)))
                .at(
                        "list-failed",
                        "Lookup",
                        source -> Queue.on(source)
                                .list(ExecutionFilter.ALL
                                        .in(ExecutionState.FAILED)
                                        .limit(PAGE)))
                .at("get", "Lookup", source -> Queue.on(source).get(1))
                .at(
                        "count-live",
                        "Lookup",
                        source -> Queue.on(source)
                                .count(ExecutionFilter.ALL.in(ExecutionState.READY, ExecutionState.RUNNING)))
                .at(
                        "dead-letters",
                        "DeadLetters",
                        source -> Queue.on(source).deadLetters().list(DeadLetterFilter.ALL.limit(PAGE)))
                .at("queues", "QueueDepths", source -> QueueDepths.read(sql(source)))
                .at("tasks", "TaskCounts", source -> TaskCounts.read(sql(source)))
                .at("workers", "LiveWorkers", source -> LiveWorkers.read(sql(source)))
                .at("playbook-list", "Reports", source -> playbooks(source).list(PAGE))
                .at("playbook-status", "Reports", source -> playbooks(source).status(PLAYBOOK_EXECUTION))
                .at("playbook-progress", "Reports", source -> playbooks(source).progress(PLAYBOOK_EXECUTION));
        return looks.rehearsal.operations();
    }

    private static DSLContext sql(DataSource source) {
        return DSL.using(source, SQLDialect.POSTGRES);
    }

    private static Playbooks playbooks(DataSource source) {
        return Playbooks.on(source, PlaybookSettings.DEFAULTS);
    }

    /** People wait for these: their cost may grow with what they look at. */
    private record Looks(Rehearsal rehearsal) {
        Looks at(String name, String statement, Consumer<DataSource> look) throws SQLException {
            rehearsal.play(name, statement, Cost.GROWING, recorder -> look.accept(recorder.dataSource()));
            return this;
        }
    }
}
