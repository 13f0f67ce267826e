package dev.downbeat.analysis.operation;

import dev.downbeat.queue.internal.Complete;
import dev.downbeat.queue.internal.CompletePlain;
import dev.downbeat.queue.internal.Finish;
import dev.downbeat.queue.internal.Reschedule;
import dev.downbeat.queue.internal.SchemaName;
import dev.downbeat.queue.internal.StepSave;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jspecify.annotations.Nullable;

/** What writes back what came of it. */
final class FlushOperations {
    private static final SchemaName SCHEMA = SchemaName.DEFAULT;
    private static final long WORKER = 1;
    private static final int[] BATCHES = {1, 10, 100, 500};
    private static final String RESULT = "{\"done\": true}";
    private static final String ERROR = "{\"message\": \"boom\"}";
    private static final String STACK = "at Handler.handle(Handler.java:7)";

    private FlushOperations() {}

    static List<Operation> all() {
        List<Operation> operations = new ArrayList<>();
        for (int batch : BATCHES) {
            operations.add(completed(new Held(batch), "flush-%d-completed".formatted(batch)));
            operations.add(completedPlain(batch));
        }
        operations.add(completed(Held.byOthers(100), "flush-100-stale"));
        operations.add(failed(100));
        operations.add(released(100));
        operations.add(mixed(100));
        operations.add(stepSave(1));
        operations.add(stepSave(100));
        operations.add(stepSaveAgain(100));
        return operations;
    }

    /** Makes a statement on executions that are held. */
    @FunctionalInterface
    private interface OnHeld {
        Query of(DSLContext dsl, Held held);
    }

    private static Operation on(Held held, String name, String statement, OnHeld query) {
        return Operation.flat(name, statement, dsl -> query.of(dsl, held));
    }

    private static Operation completed(Held held, String name) {
        return on(
                held,
                name,
                "Complete",
                (dsl, of) -> new Complete(SCHEMA).query(dsl, of.ids(), of.workers(), of.runs(), of.texts(RESULT)));
    }

    private static Operation completedPlain(int batch) {
        return on(
                new Held(batch),
                "flush-%d-completed-plain".formatted(batch),
                "CompletePlain",
                (dsl, of) -> new CompletePlain(SCHEMA).query(dsl, of.ids(), WORKER));
    }

    private static Operation failed(int batch) {
        return finished(batch, "flush-%d-failed", number -> "failed", new String[batch]);
    }

    /** Every other one failed. */
    private static Operation mixed(int batch) {
        String[] results = new Held(batch).texts(RESULT);
        return finished(batch, "flush-mixed-%d", number -> number % 2 == 0 ? "completed" : "failed", results);
    }

    private static Operation finished(int batch, String name, IntFunction<String> outcome, @Nullable String[] results) {
        return on(
                new Held(batch),
                name.formatted(batch),
                "Finish",
                (dsl, of) -> new Finish(SCHEMA)
                        .query(
                                dsl,
                                of.ids(),
                                of.workers(),
                                of.runs(),
                                of.texts(outcome),
                                results,
                                of.texts(ERROR),
                                of.texts(STACK)));
    }

    private static Operation released(int batch) {
        return on(
                new Held(batch),
                "flush-%d-released".formatted(batch),
                "Reschedule",
                (dsl, of) -> new Reschedule(SCHEMA).query(dsl, of.ids(), of.workers(), of.runs()));
    }

    private static Operation stepSave(int batch) {
        return on(
                new Held(batch),
                "step-save-%d".formatted(batch),
                "StepSave",
                (dsl, of) -> new StepSave(SCHEMA)
                        .allNewQuery(dsl, of.ids(), of.workers(), of.runs(), of.texts("another"), of.texts(RESULT)));
    }

    private static Operation stepSaveAgain(int batch) {
        return on(
                new Held(batch),
                "step-save-%d-again".formatted(batch),
                "StepSave",
                (dsl, of) -> new StepSave(SCHEMA)
                        .query(dsl, of.ids(), of.workers(), of.runs(), of.texts("another"), of.texts(RESULT)));
    }
}
