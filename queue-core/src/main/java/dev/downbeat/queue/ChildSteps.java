package dev.downbeat.queue;

import dev.downbeat.queue.internal.Child;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.StoredStep;
import dev.downbeat.queue.internal.StoredTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a handler's context does about children. */
final class ChildSteps {

    private final TaskContext context;
    private final ExecutionRun run;
    private final RunSteps steps;

    ChildSteps(TaskContext context, ExecutionRun run, RunSteps steps) {
        this.context = context;
        this.run = run;
        this.steps = steps;
    }

    /**
     * Returns what the children of these steps returned; parks the run if they are yet to be enqueued.
     *
     * @param timeout null to wait for as long as they take
     */
    <P extends @Nullable Object, R extends @Nullable Object> List<R> invokeEach(
            List<String> names, Task<P, R> task, List<P> payloads, @Nullable Duration timeout) {
        List<Integer> missing = new ArrayList<>();
        for (int nr = 0; nr < names.size(); nr++) {
            if (steps.take(names.get(nr), StoredStep.Kind.INVOKE) == null) {
                missing.add(nr);
            }
        }
        if (!missing.isEmpty()) {
            context.checkpoint();
            throw steps.park(new Outcome.Invoked(
                    children(missing, names, task, payloads),
                    timeout == null ? null : timeout.toNanos() / 1_000,
                    run.binding().task().policies().keepsChildren()));
        }
        Codec<R> codec = Json.codec(task.resultType());
        List<R> results = new ArrayList<>(names.size());
        for (String name : names) {
            results.add(result(run.claimed(), name, codec));
        }
        return results;
    }

    /** Returns the children that these of the steps are to invoke. */
    private <P extends @Nullable Object> List<Child> children(
            List<Integer> missing, List<String> names, Task<P, ?> task, List<P> payloads) {
        Installation installation = run.services().installation();
        return installation
                .traces()
                .enqueuing(
                        task.name(),
                        missing.size(),
                        trace -> missing.stream()
                                .map(nr -> child(installation, names.get(nr), task, payloads.get(nr), trace))
                                .toList());
    }

    private static <P extends @Nullable Object> Child child(
            Installation installation, String step, Task<P, ?> task, P payload, @Nullable StoredTrace trace) {
        Codec<P> codec = Json.codec(task.payloadType());
        return new Child(
                step,
                installation.taskId(task),
                installation.queueId(task.queue()),
                codec.encodeReadable("The payload of task " + task.name(), payload),
                trace);
    }

    /** Returns what the child of a stored step returned, or throws what became of it instead. */
    private static <R extends @Nullable Object> R result(Claimed parent, String step, Codec<R> codec) {
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
