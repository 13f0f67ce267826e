package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.distribution.Volume;
import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.Insert;
import dev.downbeat.queue.internal.SchemaName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What brings work in and takes it. */
final class ClaimOperations {
    private static final SchemaName SCHEMA = SchemaName.DEFAULT;
    private static final long WORKER = 1;
    private static final int QUEUE = 1;
    private static final int NO_QUEUE = 30_000;
    private static final int[] BATCHES = {1, 10, 100, 500};
    private static final int LARGEST = 10_000;

    private ClaimOperations() {}

    static List<Operation> on(Volume volume) {
        Integer[] tasks = IntStream.rangeClosed(1, volume.spread().tasksPerQueue())
                .boxed()
                .toArray(Integer[]::new);
        List<Operation> operations = new ArrayList<>();
        for (int batch : BATCHES) {
            operations.add(claim("claim-" + batch, QUEUE, tasks, batch));
        }
        operations.add(claim("claim-filtered", QUEUE, new Integer[] {1}, 100));
        operations.add(
                claim("claim-rare-task", QUEUE, new Integer[] {volume.spread().tasksPerQueue()}, 100));
        operations.add(claim("claim-empty-queue", NO_QUEUE, tasks, 100));
        operations.add(claim("claim-largest", QUEUE, tasks, LARGEST));
        operations.add(enqueue(1));
        operations.add(enqueue(1_000));
        return operations;
    }

    private static Operation claim(String name, int queue, Integer[] tasks, int batch) {
        return Operation.flat(name, "Claim", dsl -> new Claim(SCHEMA).query(dsl, WORKER, queue, tasks, batch));
    }

    private static Operation enqueue(int batch) {
        Held held = new Held(batch);
        return Operation.flat(
                "enqueue-%d".formatted(batch),
                "Insert",
                dsl -> new Insert(SCHEMA)
                        .query(dsl, held.runs(), held.runs(), held.runs(), held.texts("{\"number\": 1}")));
    }
}
