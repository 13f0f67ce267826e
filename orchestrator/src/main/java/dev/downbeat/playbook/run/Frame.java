package dev.downbeat.playbook.run;

import dev.downbeat.playbook.status.RunStatus;
import java.util.Map;
import java.util.OptionalInt;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one command that stands in rows, but for the results and the workload, which are loaded by name.
 *
 * @param runStatus the execution's status when it was read; it may have changed since
 * @param parent who waits for this execution, if anybody does
 * @param ctx the execution's variables as stored
 * @param call the call itself: that of the visit, or of the item when the command is about one
 * @param loop the counters, when the visit loops and its collection was taken
 * @param element the item's element as stored
 * @param child the child that the call has started, if any
 */
record Frame(
        StepCommand command,
        RunStatus runStatus,
        long playbookId,
        @Nullable Parent parent,
        int depth,
        @Nullable JSONB ctx,
        String step,
        VisitStatus visitStatus,
        Map<String, @Nullable Object> args,
        Call call,
        @Nullable LoopState loop,
        @Nullable JSONB element,
        @Nullable Child child) {

    /** One call: its status, its attempt, and what earlier attempts left. */
    record Call(VisitStatus status, int attempt, CallState state) {}

    /** The call that waits for an execution. {@code item} is absent when that visit does not loop. */
    record Parent(long executionId, int visit, OptionalInt item) {}

    /** The execution that a call has started. */
    record Child(
            long executionId,
            String path,
            RunStatus status,
            @Nullable JSONB result,
            @Nullable JSONB error) {}

    /** Returns whether the command still has something to do. */
    boolean current() {
        if (runStatus.terminal()) {
            return false;
        }
        return switch (command.phase()) {
            case CALL -> call.status() == VisitStatus.ACTIVE && call.attempt() == command.attempt();
            case RESUME ->
                call.status() == VisitStatus.ACTIVE
                        && child != null
                        && child.status().terminal();
            case EXPIRE -> call.status() == VisitStatus.PARKED && call.attempt() == command.attempt();
            case FINISH -> visitStatus == VisitStatus.LOOPING;
        };
    }
}
