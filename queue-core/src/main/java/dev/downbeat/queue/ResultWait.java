package dev.downbeat.queue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for the outcome of an execution by looking at it, less and less often. */
final class ResultWait {

    private static final long MIN_POLL_MILLIS = 2;
    private static final long MAX_POLL_MILLIS = 100;

    private ResultWait() {}

    /** See {@link Queue#result}. */
    static <R extends @Nullable Object> R await(Lookup lookup, long id, Task<?, R> task, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        long pauseMillis = MIN_POLL_MILLIS;
        while (true) {
            Execution execution = lookup.get(id).orElseThrow(() -> new ExecutionNotFoundException(id));
            if (execution.state().isTerminal()) {
                return outcome(execution, task);
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new ResultTimeoutException(id, execution.state(), timeout);
            }
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
            pauseMillis = Math.min(pauseMillis * 2, MAX_POLL_MILLIS);
        }
    }

    private static <R extends @Nullable Object> R outcome(Execution execution, Task<?, R> task) {
        ExecutionError error = execution.error();
        return switch (execution.state()) {
            case COMPLETED ->
                Json.<R>codec(task.resultType()).decode("The result of execution " + execution.id(), text(execution));
            case FAILED -> throw new ExecutionFailedException(execution.id(), error == null ? Json.error(null) : error);
            case CANCELLED ->
                throw new ExecutionCancelledException(execution.id(), error == null ? "" : error.message());
            case READY, RUNNING, SCHEDULED, WAITING -> throw new IllegalStateException("no outcome: " + execution);
        };
    }

    private static @Nullable String text(Execution execution) {
        return execution.result() == null ? null : execution.result().toString();
    }
}
