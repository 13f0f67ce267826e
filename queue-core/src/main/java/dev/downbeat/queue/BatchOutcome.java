package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;

/** What became of one item of a batch, as its {@link BatchHandler} tells it. */
public sealed interface BatchOutcome<R extends @Nullable Object> {

    /** It is completed, with its result. */
    record Done<R extends @Nullable Object>(R result) implements BatchOutcome<R> {}

    /** Its attempt failed; the task's {@link RetryPolicy} decides what follows, for this item alone. */
    record Failed<R extends @Nullable Object>(Throwable cause) implements BatchOutcome<R> {}

    static <R extends @Nullable Object> BatchOutcome<R> done(R result) {
        return new Done<>(result);
    }

    /** Of a task without a result. */
    @SuppressWarnings("NullAway") // null is the one value of Void
    static BatchOutcome<@Nullable Void> done() {
        return new Done<>(null);
    }

    static <R extends @Nullable Object> BatchOutcome<R> failed(Throwable cause) {
        return new Failed<>(cause);
    }
}
