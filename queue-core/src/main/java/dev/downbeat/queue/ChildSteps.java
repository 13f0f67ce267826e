package dev.downbeat.queue;

import dev.downbeat.queue.internal.Child;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.StoredStep;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a handler's context does about children. */
final class ChildSteps {

    private ChildSteps() {}

    /** Returns the child that the step is to invoke. */
    static <P extends @Nullable Object> Child child(
            Installation installation, String step, Task<P, ?> task, P payload) {
        Codec<P> codec = Json.codec(task.payloadType());
        return new Child(
                step,
                installation.taskId(task),
                installation.queueId(task.queue()),
                codec.encodeReadable("The payload of task " + task.name(), payload));
    }

    /** Returns what the child of a stored step returned, or throws what became of it instead. */
    static <R extends @Nullable Object> R result(Claimed parent, String step, Codec<R> codec) {
        StoredStep stored = Objects.requireNonNull(parent.steps().get(step));
        return switch (stored.end()) {
            case COMPLETED -> codec.decode("The result of child " + stored.childId(), stored.result());
            case CANCELLED ->
                throw new ChildCancelledException(
                        stored.childId(), step, Json.error(stored.error()).message());
            case FAILED -> throw failed(stored, step);
            case PENDING ->
                throw new IllegalStateException(
                        "Resumed before its child had an outcome: execution=%d, step=%s".formatted(parent.id(), step));
        };
    }

    private static QueueException failed(StoredStep stored, String step) {
        ExecutionError error = Json.error(stored.error());
        return error.kind() == ExecutionError.Kind.TIMEOUT
                ? new ChildTimedOutException(stored.childId(), step)
                : new ChildFailedException(stored.childId(), step, error);
    }
}
