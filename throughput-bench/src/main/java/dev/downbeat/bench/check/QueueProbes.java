package dev.downbeat.bench.check;

import dev.downbeat.bench.scenario.TaskKind;
import dev.downbeat.bench.task.BenchTaskProvider;
import dev.downbeat.bench.task.BenchTasks;
import dev.downbeat.bench.task.Numbered;
import dev.downbeat.bench.task.Requests;
import dev.downbeat.queue.Enqueue;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.WorkerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** How fast the queue is, with a worker inside this process. */
final class QueueProbes {
    private static final int TIMES = 7;
    private static final int COMMITS = 20;
    private static final int BULK = 2_000;
    private static final int ARRIVALS = 5;
    private static final int STEPPED = 50;
    private static final int STEPS = 10;
    private static final int INVOKING = 50;
    private static final long START_SECONDS = 5;

    private QueueProbes() {}

    static Reading committing(Site site) throws Exception {
        return Reading.of(Repeat.millis(TIMES, COMMITS, () -> {
            for (int i = 1; i <= COMMITS; i++) {
                site.queue().enqueue(BenchTasks.NOOP, new Numbered(i));
            }
        }));
    }

    static Reading enqueueing(Site site) throws Exception {
        return Reading.of(Repeat.perSecond(
                TIMES, BULK, () -> site.queue().enqueueAll(requests(TaskKind.NOOP, 0, BULK))));
    }

    /** From the call that enqueues to the call of the handler, one after the other on an idle worker. */
    static Reading wakingUp(Site site) throws Exception {
        LinkedBlockingQueue<Long> started = new LinkedBlockingQueue<>();
        try (Worker worker = Worker.on(site.queue())
                .run(BenchTasks.NOOP, (payload, context) -> started.add(payload.number()))
                .build()) {
            worker.start();
            return Reading.of(Repeat.millis(TIMES, ARRIVALS, () -> {
                for (int i = 1; i <= ARRIVALS; i++) {
                    site.queue().enqueue(BenchTasks.NOOP, new Numbered(i));
                    if (started.poll(START_SECONDS, TimeUnit.SECONDS) == null) {
                        throw new BrokenException(
                                "an execution had not started %d s after it was enqueued".formatted(START_SECONDS));
                    }
                }
            }));
        }
    }

    static Reading draining(Site site) throws Exception {
        return drained(site, TaskKind.NOOP, 0, BULK, BULK);
    }

    static Reading steps(Site site) throws Exception {
        return drained(site, TaskKind.STEPS, STEPS, STEPPED, STEPPED * STEPS);
    }

    static Reading invoking(Site site) throws Exception {
        return drained(site, TaskKind.CHAIN, 2, INVOKING, INVOKING);
    }

    /** Rates of drains, each from the start of a worker to its stop, with everything in the books. */
    private static Reading drained(Site site, TaskKind kind, int size, int tasks, int units) throws Exception {
        List<Double> rates = new ArrayList<>();
        long booked = 0;
        for (int i = 0; i <= TIMES; i++) {
            site.queue().enqueueAll(requests(kind, size, tasks));
            long start = System.nanoTime();
            try (Worker worker = worker(site)) {
                worker.drain();
            }
            double perSecond = units * 1e9 / (System.nanoTime() - start);
            if (i > 0) {
                rates.add(perSecond); // the first finds nothing compiled
            }
            booked += (long) tasks * kind.executionsPerTask(size);
            requireCompleted(site, booked);
        }
        return Reading.of(rates);
    }

    static Worker worker(Site site) {
        Worker.Builder builder = Worker.on(site.queue())
                .settings(
                        WorkerSettings.DEFAULT.queues(Set.of(BenchTasks.QUEUE)).pollInterval(Duration.ofMillis(100)));
        new BenchTaskProvider().contribute(builder, site.queue(), site.pool());
        return builder.build();
    }

    static List<Enqueue<?>> requests(TaskKind kind, int size, int number) {
        LongFunction<Enqueue<?>> maker = Requests.of(kind, size);
        List<Enqueue<?>> requests = new ArrayList<>();
        for (long i = 1; i <= number; i++) {
            requests.add(maker.apply(i));
        }
        return requests;
    }

    static void requireCompleted(Site site, long expected) {
        long completed = site.queue().count(ExecutionFilter.ALL.in(ExecutionState.COMPLETED));
        if (completed != expected) {
            throw new BrokenException("expected %d completed executions, found %d".formatted(expected, completed));
        }
    }
}
