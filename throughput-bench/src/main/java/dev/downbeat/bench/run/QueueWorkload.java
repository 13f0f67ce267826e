package dev.downbeat.bench.run;

import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.TaskKind;
import dev.downbeat.bench.task.BenchTasks;
import dev.downbeat.bench.task.Requests;
import dev.downbeat.queue.Limit;
import dev.downbeat.queue.Queue;
import dev.downbeat.schema.scratch.ScratchDatabase;

/** Executions of one of the bench's tasks. */
record QueueWorkload(Scenario scenario, ScratchDatabase database) implements Workload {
    @Override
    public BulkEnqueue.Enqueuing enqueue(int tasks) {
        Queue queue = Queue.on(database.dataSource());
        if (scenario.task() == TaskKind.LIMITED && scenario.size() > 0) {
            queue.limit(BenchTasks.LIMITED, Limit.concurrency(scenario.size()));
        }
        return BulkEnqueue.run(
                queue, Requests.of(scenario.task(), scenario.size()), tasks, scenario.task() == TaskKind.PAYLOAD);
    }

    @Override
    public Books read(Ids ids, Measured measured) {
        return Books.read(database.dataSource(), ids, measured::add);
    }
}
