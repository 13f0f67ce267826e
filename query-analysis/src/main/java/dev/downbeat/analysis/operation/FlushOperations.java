package dev.downbeat.analysis.operation;

import dev.downbeat.queue.internal.Complete;
import dev.downbeat.queue.internal.CompletePlain;
import dev.downbeat.queue.internal.Finish;
import dev.downbeat.queue.internal.Reschedule;
import dev.downbeat.queue.internal.SchemaName;
import dev.downbeat.queue.internal.StepSave;
import java.util.ArrayList;
import java.util.List;

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
        return operations;
    }

    private static Operation completed(Held held, String name) {
        return Operation.flat(
                name,
                "Complete",
                dsl -> new Complete(SCHEMA).query(dsl, held.ids(), held.workers(), held.runs(), held.texts(RESULT)));
    }

    private static Operation completedPlain(int batch) {
        Held held = new Held(batch);
        return Operation.flat(
                "flush-%d-completed-plain".formatted(batch),
                "CompletePlain",
                dsl -> new CompletePlain(SCHEMA).query(dsl, held.ids(), WORKER));
    }

    private static Operation failed(int batch) {
        Held held = new Held(batch);
        return Operation.flat(
                "flush-%d-failed".formatted(batch),
                "Finish",
                dsl -> new Finish(SCHEMA)
                        .query(
                                dsl,
                                held.ids(),
                                held.workers(),
                                held.runs(),
                                held.texts("failed"),
                                new String[batch],
                                held.texts(ERROR),
                                held.texts(STACK)));
    }

    private static Operation released(int batch) {
        Held held = new Held(batch);
        return Operation.flat(
                "flush-%d-released".formatted(batch),
                "Reschedule",
                dsl -> new Reschedule(SCHEMA).query(dsl, held.ids(), held.workers(), held.runs()));
    }

    /** Every other one failed. */
    private static Operation mixed(int batch) {
        Held held = new Held(batch);
        return Operation.flat(
                "flush-mixed-%d".formatted(batch),
                "Finish",
                dsl -> new Finish(SCHEMA)
                        .query(
                                dsl,
                                held.ids(),
                                held.workers(),
                                held.runs(),
                                held.texts(number -> number % 2 == 0 ? "completed" : "failed"),
                                held.texts(RESULT),
                                held.texts(ERROR),
                                held.texts(STACK)));
    }

    private static Operation stepSave(int batch) {
        Held held = new Held(batch);
        return Operation.flat(
                "step-save-%d".formatted(batch),
                "StepSave",
                dsl -> new StepSave(SCHEMA)
                        .query(
                                dsl,
                                held.ids(),
                                held.workers(),
                                held.runs(),
                                held.texts("another"),
                                held.texts(RESULT)));
    }
}
