package dev.downbeat.queue.fault;

import dev.downbeat.queue.Limit;
import dev.downbeat.queue.RetryPolicy;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.TaskContext;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.fault.Journal.Mark;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The tasks of the fault tests, and handlers that write a journal. */
final class FaultTasks {

    private static final RetryPolicy PATIENT = RetryPolicy.fixed(100, Duration.ZERO);

    /** Returns its payload. */
    static final Task<Integer, Integer> PLAIN =
            Task.of("fault-plain", Integer.class).returning(Integer.class).retry(PATIENT);

    /** Adds 1 in each of three steps. */
    static final Task<Integer, Integer> STEPPED =
            Task.of("fault-stepped", Integer.class).returning(Integer.class).retry(PATIENT);

    /** Adds up what three {@link #PLAIN} children return. */
    static final Task<Integer, Integer> PARENT =
            Task.of("fault-parent", Integer.class).returning(Integer.class).retry(PATIENT);

    /** Runs for a moment, at most {@link #LIMIT} at once over all workers. */
    static final Task<Integer, Integer> LIMITED = Task.of("fault-limited", Integer.class)
            .returning(Integer.class)
            .retry(PATIENT)
            .limits(Limit.concurrency(FaultTasks.LIMIT));

    static final int LIMIT = 4;

    /** Ends the process that runs it; allowed to do so twice. */
    static final Task<Integer, Integer> EXITING =
            Task.of("fault-exiting", Integer.class).returning(Integer.class).retry(RetryPolicy.fixed(2, Duration.ZERO));

    private static final long MOMENT_NANOS = Duration.ofMillis(3).toNanos();

    private final Journal journal;
    private final Consumer<Stage> passing;

    FaultTasks(Journal journal, Consumer<Stage> passing) {
        this.journal = journal;
        this.passing = passing;
    }

    Worker.Builder on(Worker.Builder worker) {
        return worker.handle(PLAIN, (n, context) -> written(context, () -> n))
                .handle(LIMITED, (n, context) -> written(context, () -> afterAMoment(n)))
                .handle(STEPPED, (n, context) -> written(context, () -> stepped(n, context)))
                .handle(
                        PARENT,
                        (n, context) -> written(
                                context,
                                () -> context.invokeAll("children", PLAIN, List.of(n, n + 1, n + 2)).stream()
                                        .mapToInt(Integer::intValue)
                                        .sum()));
    }

    /** Also takes {@link #EXITING}: for processes only. */
    Worker.Builder alsoExiting(Worker.Builder worker) {
        return worker.handle(
                EXITING,
                (n, context) -> written(context, () -> {
                    Runtime.getRuntime().halt(n);
                    return n;
                }));
    }

    private static int afterAMoment(int n) {
        long end = System.nanoTime() + MOMENT_NANOS;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(MOMENT_NANOS);
        }
        return n;
    }

    private int stepped(int n, TaskContext context) throws Exception {
        int value = n;
        for (String step : List.of("one", "two", "three")) {
            int before = value;
            value = context.step(step, Integer.class, () -> {
                journal.write(Mark.WORK, context.executionId(), step);
                passing.accept(Stage.STEP_WORK);
                return before + 1;
            });
            journal.write(Mark.KEPT, context.executionId(), step);
        }
        return value;
    }

    private int written(TaskContext context, Callable<Integer> work) throws Exception {
        String attempt = Integer.toString(context.attempt());
        journal.write(Mark.BEGIN, context.executionId(), attempt);
        try {
            passing.accept(Stage.EXECUTE);
            return work.call();
        } finally {
            journal.write(Mark.END, context.executionId(), attempt);
        }
    }
}
