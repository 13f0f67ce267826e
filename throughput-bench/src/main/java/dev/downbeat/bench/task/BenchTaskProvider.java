package dev.downbeat.bench.task;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Worker;
import dev.downbeat.worker.process.TaskProvider;
import javax.sql.DataSource;

/** Brings the bench's tasks into the worker JVMs. */
public final class BenchTaskProvider implements TaskProvider {
    @Override
    public void contribute(Worker.Builder worker, Queue queue, DataSource dataSource) {
        worker.run(BenchTasks.NOOP, BenchHandlers::nothing)
                .run(BenchTasks.LIMITED, BenchHandlers::nothing)
                .handle(BenchTasks.CPU, BenchHandlers::compute)
                .run(BenchTasks.IO, BenchHandlers::await)
                .handle(BenchTasks.STEPS, BenchHandlers::steps)
                .handle(BenchTasks.CHAIN, BenchHandlers::chain)
                .run(BenchTasks.SLEEP, BenchHandlers::sleep)
                .handle(BenchTasks.PAYLOAD, BenchHandlers::echo)
                .handle(BenchTasks.CLOCKED, BenchHandlers::clocked);
    }
}
