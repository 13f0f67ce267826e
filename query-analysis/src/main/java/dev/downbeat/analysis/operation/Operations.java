package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.distribution.Distribution;
import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.Complete;
import dev.downbeat.queue.internal.CompletePlain;
import dev.downbeat.queue.internal.Finish;
import dev.downbeat.queue.internal.Insert;
import dev.downbeat.queue.internal.Lease;
import dev.downbeat.queue.internal.LoadBeside;
import dev.downbeat.queue.internal.Promote;
import dev.downbeat.queue.internal.Reschedule;
import dev.downbeat.queue.internal.Rescue;
import dev.downbeat.queue.internal.SchemaName;
import dev.downbeat.queue.internal.StepSave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The production statements, with parameters that fit what {@link dev.downbeat.analysis.distribution.Loader} loads. */
public final class Operations {
    private static final SchemaName SCHEMA = SchemaName.DEFAULT;
    private static final long WORKER = 1;
    private static final int QUEUE = 1;
    private static final int[] BATCHES = {1, 10, 100, 500};
    private static final String ERROR = "{\"message\": \"boom\"}";

    private Operations() {}

    /** Returns the operations that make sense on the distribution. */
    public static List<Operation> on(Distribution distribution) {
        List<Operation> operations = new ArrayList<>();
        for (int batch : BATCHES) {
            operations.add(claim("claim-" + batch, tasks(distribution), batch));
        }
        operations.add(claim("claim-filtered", new Integer[] {1}, 100));
        for (int batch : BATCHES) {
            operations.add(completed(batch));
            operations.add(completedPlain(batch));
        }
        operations.add(failed(100));
        operations.add(released(100));
        operations.add(mixed(100));
        operations.add(new Operation(
                "heartbeat", "Lease", dsl -> new Lease(SCHEMA).query(dsl, WORKER, Duration.ofSeconds(15))));
        operations.add(new Operation("rescue", "Rescue", dsl -> new Rescue(SCHEMA).query(dsl, 1_000)));
        operations.add(new Operation("promote", "Promote", dsl -> new Promote(SCHEMA).query(dsl, 1_000)));
        operations.add(stepSave(100));
        operations.add(new Operation(
                "step-load-100", "LoadBeside", dsl -> new LoadBeside(SCHEMA).stepsQuery(dsl, new Held(100).ids())));
        operations.add(enqueue(1_000));
        return operations;
    }

    private static Integer[] tasks(Distribution distribution) {
        return IntStream.rangeClosed(1, distribution.volume().tasksPerQueue())
                .boxed()
                .toArray(Integer[]::new);
    }

    private static Operation claim(String name, Integer[] tasks, int batch) {
        return new Operation(name, "Claim", dsl -> new Claim(SCHEMA).query(dsl, WORKER, QUEUE, tasks, batch));
    }

    private static Operation completed(int batch) {
        Held held = new Held(batch);
        return new Operation(
                "flush-%d-completed".formatted(batch),
                "Complete",
                dsl -> new Complete(SCHEMA)
                        .query(dsl, held.ids(), held.workers(), held.runs(), held.texts("{\"done\": true}")));
    }

    private static Operation completedPlain(int batch) {
        Held held = new Held(batch);
        return new Operation(
                "flush-%d-completed-plain".formatted(batch),
                "CompletePlain",
                dsl -> new CompletePlain(SCHEMA).query(dsl, held.ids(), WORKER));
    }

    private static Operation failed(int batch) {
        Held held = new Held(batch);
        return new Operation(
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
                                held.texts("at Handler.handle(Handler.java:7)")));
    }

    private static Operation released(int batch) {
        Held held = new Held(batch);
        return new Operation(
                "flush-%d-released".formatted(batch),
                "Reschedule",
                dsl -> new Reschedule(SCHEMA).query(dsl, held.ids(), held.workers(), held.runs()));
    }

    /** Every other one failed. */
    private static Operation mixed(int batch) {
        Held held = new Held(batch);
        return new Operation(
                "flush-mixed-%d".formatted(batch),
                "Finish",
                dsl -> new Finish(SCHEMA)
                        .query(
                                dsl,
                                held.ids(),
                                held.workers(),
                                held.runs(),
                                held.texts(number -> number % 2 == 0 ? "completed" : "failed"),
                                held.texts("{\"done\": true}"),
                                held.texts(ERROR),
                                held.texts("at Handler.handle(Handler.java:7)")));
    }

    private static Operation stepSave(int batch) {
        Held held = new Held(batch);
        return new Operation(
                "step-save-%d".formatted(batch),
                "StepSave",
                dsl -> new StepSave(SCHEMA)
                        .query(
                                dsl,
                                held.ids(),
                                held.workers(),
                                held.runs(),
                                held.texts("another"),
                                held.texts("{\"done\": true}")));
    }

    private static Operation enqueue(int batch) {
        Held held = new Held(batch);
        return new Operation(
                "enqueue-%d".formatted(batch),
                "Insert",
                dsl -> new Insert(SCHEMA)
                        .query(dsl, held.runs(), held.runs(), held.runs(), held.texts("{\"number\": 1}")));
    }
}
