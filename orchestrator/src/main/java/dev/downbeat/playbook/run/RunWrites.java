package dev.downbeat.playbook.run;

import dev.downbeat.playbook.catalog.Compiled;
import dev.downbeat.playbook.event.Event;
import dev.downbeat.playbook.event.EventType;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.playbook.tool.ErrorObject;
import java.sql.Connection;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Writes the end of a run: its status, its one terminal event, and what it means to whoever waits for it. */
final class RunWrites {
    private final RunTransaction transaction;
    private final Connection connection;

    RunWrites(RunTransaction transaction) {
        this.transaction = transaction;
        this.connection = transaction.connection();
    }

    /**
     * How a run ends.
     *
     * @param leftOpen whether visits of it are open, which are cancelled then
     */
    record End(
            RunStatus status,
            @Nullable ErrorObject error,
            @Nullable JSONB result,
            boolean leftOpen) {}

    /** Ends a run that cannot go on, whatever of it is open. */
    void fail(Compiled playbook, Locked run, ErrorObject error) {
        end(playbook, run, new End(RunStatus.FAILED, error, null, true));
    }

    /** Ends a run that is not wanted any more. */
    void cancel(Compiled playbook, Locked run) {
        end(playbook, run, new End(RunStatus.CANCELLED, null, null, true));
    }

    /** Ends a run, once. */
    void end(Compiled playbook, Locked run, End end) {
        JSONB error = CallEvents.column(end.error());
        if (!RunRows.end(connection, run.executionId(), end.status(), end.result(), error)) {
            return;
        }
        if (end.leftOpen()) {
            VisitRows.abandon(connection, run.executionId());
            transaction
                    .queue()
                    .enqueue(Commands.SWEEP
                            .with(new SweepCommand(run.executionId()))
                            .priority(-1));
        }
        report(playbook, run, end);
        if (run.parent() == null) {
            RunRows.announce(connection, run.executionId());
        } else {
            wake(run.parent(), new Frame.Child(run.executionId(), playbook.path(), end.status(), end.result(), error));
        }
    }

    private void report(Compiled playbook, Locked run, End end) {
        String name = playbook.playbook().metadata().name();
        String status = end.status().column();
        if (end.status() == RunStatus.CANCELLED) {
            transaction.report(Event.of(run.executionId(), EventType.EXECUTION_CANCELLED, name)
                    .status(status));
            return;
        }
        boolean good = end.status() == RunStatus.COMPLETED;
        transaction.report(
                Event.of(run.executionId(), good ? EventType.WORKFLOW_COMPLETED : EventType.WORKFLOW_FAILED, name)
                        .status(status));
        transaction.report(
                Event.of(run.executionId(), good ? EventType.PLAYBOOK_COMPLETED : EventType.PLAYBOOK_FAILED, name)
                        .status(status)
                        .result(end.result() == null ? null : glance(end.result()))
                        .error(CallEvents.told(end.error())));
    }

    private static String glance(JSONB result) {
        return new Packed.Inline(result.data()).glance();
    }

    /** Wakes the call that waits for a child; an item at which nothing more looks ends at once. */
    private void wake(Frame.Parent parent, Frame.Child child) {
        RunRows.LockedAt at = RunRows.lockAt(connection, parent.executionId(), parent.visit())
                .filter(locked -> !locked.run().status().terminal())
                .orElse(null);
        if (at == null) {
            return;
        }
        if (parent.item().isEmpty()) {
            resumed(parent, VisitRows.resume(connection, parent.executionId(), parent.visit(), child.executionId()));
            return;
        }
        Step step = transaction
                .engine()
                .catalog()
                .compiled(connection, at.run().playbookId())
                .step(at.step())
                .orElse(null);
        if (step != null && ChildCalls.endsWithItsChild(step)) {
            new LoopWrites(transaction).endWithChild(parent, at.step(), child);
        } else {
            resumed(parent, LoopRows.resume(connection, parent, child.executionId()));
        }
    }

    private void resumed(Frame.Parent parent, @Nullable Integer attempt) {
        if (attempt != null) {
            transaction
                    .queue()
                    .enqueue(
                            Commands.STEP,
                            new StepCommand(
                                    parent.executionId(),
                                    parent.visit(),
                                    parent.item().orElse(StepCommand.NO_ITEM),
                                    attempt,
                                    Phase.RESUME));
        }
    }
}
