package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Sequences.PLAYBOOK_EXECUTION_ID_SEQ;
import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_EXECUTION;
import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_INPUT;
import static dev.downbeat.schema.jooq.Tables.VISIT;

import dev.downbeat.playbook.catalog.Compiled;
import dev.downbeat.playbook.event.Event;
import dev.downbeat.playbook.event.EventLog;
import dev.downbeat.playbook.event.EventType;
import dev.downbeat.playbook.result.PlainJson;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.queue.QueueTransaction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Begins executions: renders the workload once, writes the rows and enqueues the first command. */
public final class Starter {
    private static final List<String> SECRET_WORDS =
            List.of("PASSWORD", "PASSWD", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "DATABASE_URL");

    private final Engine engine;

    public Starter(Engine engine) {
        this.engine = engine;
    }

    /**
     * Who starts an execution.
     *
     * @param visit the visit that waits for it, null when nobody waits
     * @param item the item of that visit, null when it does not loop
     */
    public record Origin(
            long executionId,
            @Nullable Integer visit,
            @Nullable Integer item,
            int depth) {}

    /** An execution that is ready to be written: its id, and its workload rendered. */
    record Prepared(Compiled playbook, long executionId, JSONB payload, JSONB workload) {}

    /** Starts a playbook on nobody's behalf, in a transaction of its own; returns the execution's id. */
    public long start(Compiled playbook, Map<String, ? extends @Nullable Object> payload) {
        Prepared prepared = prepare(playbook, payload);
        engine.sql()
                .transaction(transaction -> EventLog.append(
                        transaction.dsl(), begin(engine.queue().in(transaction.dsl()), prepared, null)));
        return prepared.executionId();
    }

    /**
     * Gives an execution its id and renders its workload.
     *
     * @throws dev.downbeat.playbook.template.TemplateException if the workload cannot be rendered
     * @throws dev.downbeat.playbook.result.UnstorableException if the payload cannot be kept
     */
    Prepared prepare(Compiled playbook, Map<String, ? extends @Nullable Object> payload) {
        long id = engine.sql().nextval(PLAYBOOK_EXECUTION_ID_SEQ);
        Map<String, @Nullable Object> names = new TreeMap<>();
        names.put("execution_id", id);
        names.put("job", Map.of("uuid", String.valueOf(id), "id", id));
        names.put("payload", payload);
        names.put("env", environment());
        Object workload =
                engine.templates().render(Overlay.of(playbook.playbook().workload(), payload), Scope.of(names));
        return new Prepared(
                playbook, id, PlainJson.column(payload), PlainJson.column(workload == null ? Map.of() : workload));
    }

    /**
     * Writes a prepared execution and enqueues its first command, in the caller's transaction; returns the events, which
     * the caller writes with its own.
     */
    List<Event> begin(QueueTransaction transaction, Prepared run, @Nullable Origin origin) {
        String entry = run.playbook().playbook().entry();
        String name = run.playbook().playbook().metadata().name();
        long command = transaction
                .enqueue(Commands.STEP, new StepCommand(run.executionId(), 1, StepCommand.NO_ITEM, 1, Phase.CALL))
                .id();
        var sql = transaction.sql();
        sql.insertInto(PLAYBOOK_EXECUTION)
                .set(PLAYBOOK_EXECUTION.EXECUTION_ID, run.executionId())
                .set(PLAYBOOK_EXECUTION.PLAYBOOK_ID, run.playbook().playbookId())
                .set(PLAYBOOK_EXECUTION.PARENT_EXECUTION_ID, origin == null ? null : origin.executionId())
                .set(PLAYBOOK_EXECUTION.PARENT_VISIT, origin == null ? null : origin.visit())
                .set(PLAYBOOK_EXECUTION.PARENT_ITEM, origin == null ? null : origin.item())
                .set(PLAYBOOK_EXECUTION.DEPTH, origin == null ? 0 : origin.depth() + 1)
                .set(PLAYBOOK_EXECUTION.LAST_VISIT, 1)
                .execute();
        sql.insertInto(PLAYBOOK_INPUT)
                .set(PLAYBOOK_INPUT.EXECUTION_ID, run.executionId())
                .set(PLAYBOOK_INPUT.PAYLOAD, run.payload())
                .set(PLAYBOOK_INPUT.WORKLOAD, run.workload())
                .execute();
        sql.insertInto(VISIT)
                .set(VISIT.EXECUTION_ID, run.executionId())
                .set(VISIT.VISIT_, 1)
                .set(VISIT.STEP, entry)
                .set(VISIT.STATUS, VisitStatus.ACTIVE.column())
                .set(VISIT.COMMAND_ID, command)
                .execute();
        return List.of(
                Event.of(run.executionId(), EventType.PLAYBOOK_INITIALIZED, name)
                        .status("running"),
                Event.of(run.executionId(), EventType.WORKFLOW_INITIALIZED, name)
                        .status("running"),
                Event.of(run.executionId(), EventType.COMMAND_ISSUED, entry).call(1, StepCommand.NO_ITEM, 1));
    }

    /** The environment without what looks like a secret: a workload is stored and shown. */
    private static Map<String, String> environment() {
        Map<String, String> shown = new TreeMap<>();
        System.getenv().forEach((key, value) -> {
            String upper = key.toUpperCase(Locale.ROOT);
            if (SECRET_WORDS.stream().noneMatch(upper::contains)) {
                shown.put(key, value);
            }
        });
        return shown;
    }
}
