package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Sequences.PLAYBOOK_EXECUTION_ID_SEQ;

import dev.downbeat.playbook.catalog.Compiled;
import dev.downbeat.playbook.event.Event;
import dev.downbeat.playbook.event.EventLog;
import dev.downbeat.playbook.event.EventType;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.sql.HotStatement;
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

    private static final Map<String, String> ENVIRONMENT = environment();

    private static final HotStatement FIND = HotStatement.of("""
            select newest.playbook_id, nextval('downbeat.playbook_execution_id_seq') from (
                select playbook_id from downbeat.playbook
                where path = ? and (?::integer is null or version = ?) order by version desc limit 1
            ) newest
            """);

    private static final HotStatement BEGIN = HotStatement.of("""
            with run as (
                insert into downbeat.playbook_execution
                    (execution_id, playbook_id, parent_execution_id, parent_visit, parent_item, depth, last_visit)
                values (?, ?, ?, ?, ?, ?, 1)
            ),
            input as (
                insert into downbeat.playbook_input (execution_id, payload, workload) values (?, ?::jsonb, ?::jsonb)
            )
            insert into downbeat.visit (execution_id, visit, step, status, command_id) values (?, 1, ?, 'active', ?)
            """);

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
        long id = engine.sql().nextval(PLAYBOOK_EXECUTION_ID_SEQ);
        Prepared prepared = prepare(playbook, id, payload);
        engine.sql().transaction(transaction -> {
            QueueTransaction writes = engine.queue().in(transaction.dsl());
            EventLog.append(writes.connection(), begin(writes, prepared, null));
        });
        return id;
    }

    /**
     * Gives an execution of a catalogued playbook its id and renders its workload.
     *
     * @throws dev.downbeat.playbook.catalog.UnknownPlaybookException if the catalog does not have it
     * @throws dev.downbeat.playbook.template.TemplateException if the workload cannot be rendered
     * @throws dev.downbeat.playbook.result.UnstorableException if the payload cannot be kept
     */
    Prepared prepare(String path, @Nullable Integer version, Map<String, ? extends @Nullable Object> payload) {
        Found found = FIND.first(
                        engine.database(), row -> new Found(row.getLong(1), row.getLong(2)), path, version, version)
                .orElse(null);
        return found == null
                ? prepare(
                        engine.catalog().require(path, version),
                        engine.sql().nextval(PLAYBOOK_EXECUTION_ID_SEQ),
                        payload)
                : prepare(engine.catalog().compiled(found.playbookId()), found.executionId(), payload);
    }

    private record Found(long playbookId, long executionId) {}

    private Prepared prepare(Compiled playbook, long id, Map<String, ? extends @Nullable Object> payload) {
        Map<String, @Nullable Object> names = new TreeMap<>();
        names.put("execution_id", id);
        names.put("job", job(id));
        names.put("payload", payload);
        names.put("env", ENVIRONMENT);
        Object workload =
                engine.templates().render(Overlay.of(playbook.playbook().workload(), payload), Scope.of(names));
        return new Prepared(
                playbook, id, RowJson.column(payload), RowJson.column(workload == null ? Map.of() : workload));
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
        BEGIN.update(
                transaction.connection(),
                run.executionId(),
                run.playbook().playbookId(),
                origin == null ? null : origin.executionId(),
                origin == null ? null : origin.visit(),
                origin == null ? null : origin.item(),
                origin == null ? 0 : origin.depth() + 1,
                run.executionId(),
                run.payload(),
                run.workload(),
                run.executionId(),
                entry,
                command);
        return List.of(
                Event.of(run.executionId(), EventType.PLAYBOOK_INITIALIZED, name)
                        .status("running"),
                Event.of(run.executionId(), EventType.WORKFLOW_INITIALIZED, name)
                        .status("running"),
                Event.of(run.executionId(), EventType.COMMAND_ISSUED, entry).call(1, StepCommand.NO_ITEM, 1));
    }

    /** Returns what templates see as {@code job}: three names of one number, as older and newer playbooks write them. */
    static Map<String, Object> job(long executionId) {
        return Map.of("uuid", String.valueOf(executionId), "id", executionId, "execution_id", executionId);
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
