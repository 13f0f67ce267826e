package dev.downbeat.analysis.operation;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Queue;
import dev.downbeat.worker.overview.LiveWorkers;
import dev.downbeat.worker.overview.QueueDepths;
import dev.downbeat.worker.overview.TaskCounts;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** What people look at: lists, counts, the state of one execution. Their statements are recorded as they pass. */
public final class LookingOperations {
    private static final int PAGE = 100;
    private static final long PLAYBOOK_EXECUTION = 1;

    private LookingOperations() {}

    /** Runs each once on the connection, which stays open, and returns what passed. */
    public static List<Operation> recordedOn(Connection connection) {
        Map<String, Consumer<DataSource>> looks = new LinkedHashMap<>();
        looks.put("list-page Lookup", source -> Queue.on(source).list(ExecutionFilter.ALL.limit(PAGE)));
        looks.put(
                "list-failed Lookup",
                source -> Queue.on(source)
                        .list(ExecutionFilter.ALL.in(ExecutionState.FAILED).limit(PAGE)));
        looks.put("get Lookup", source -> Queue.on(source).get(1));
        looks.put(
                "count-live Lookup",
                source -> Queue.on(source).count(ExecutionFilter.ALL.in(ExecutionState.READY, ExecutionState.RUNNING)));
        looks.put("queues QueueDepths", source -> QueueDepths.read(DSL.using(source, SQLDialect.POSTGRES)));
        looks.put("tasks TaskCounts", source -> TaskCounts.read(DSL.using(source, SQLDialect.POSTGRES)));
        looks.put("workers LiveWorkers", source -> LiveWorkers.read(DSL.using(source, SQLDialect.POSTGRES)));
        looks.put("playbook-list Reports", source -> playbooks(source).list(PAGE));
        looks.put("playbook-status Reports", source -> playbooks(source).status(PLAYBOOK_EXECUTION));
        looks.put("playbook-progress Reports", source -> playbooks(source).progress(PLAYBOOK_EXECUTION));
        List<Operation> operations = new ArrayList<>();
        looks.forEach((name, look) -> operations.addAll(recorded(connection, name, look)));
        return operations;
    }

    private static Playbooks playbooks(DataSource source) {
        return Playbooks.on(source, PlaybookSettings.DEFAULTS);
    }

    /** One operation for each statement that the look needs, numbered where there are several. */
    private static List<Operation> recorded(Connection connection, String name, Consumer<DataSource> look) {
        String[] words = name.split(" ", 2);
        StatementRecorder recorder = new StatementRecorder(connection);
        look.accept(recorder.dataSource());
        List<String> texts = recorder.texts();
        List<Operation> operations = new ArrayList<>();
        for (String text : texts) {
            String number = texts.size() == 1 ? "" : "-" + (operations.size() + 1);
            operations.add(Operation.growing(words[0] + number, words[1], dsl -> dsl.query(escaped(text))));
        }
        return operations;
    }

    /** A question mark in the text is jOOQ's place for a value, two are one. */
    private static String escaped(String text) {
        return text.replace("?", "??");
    }
}
