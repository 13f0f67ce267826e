package dev.downbeat.playbook.run;

import dev.downbeat.playbook.event.Event;
import dev.downbeat.playbook.event.EventType;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.queue.Enqueue;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.JSONB;

/** Writes the beginning of a loop and the ends of its items, and hands out the items that may start then. */
final class LoopWrites {
    private final RunTransaction transaction;
    private final Connection connection;

    LoopWrites(RunTransaction transaction) {
        this.transaction = transaction;
        this.connection = transaction.connection();
    }

    /** Begins a loop whose collection has been stored. */
    void begin(StepCommand command, String step, Loop.Mode mode, LoopState state, long elapsedNanos) {
        if (transaction.lock(command.executionId()).isEmpty()) {
            return;
        }
        VisitRows.loop(connection, command, elapsedNanos);
        LoopRows.insert(connection, command, mode, state);
        transaction.report(
                CallEvents.claimed(command, step, transaction.engine().process(), elapsedNanos));
        handOut(command, step, LoopDecision.begin(state));
    }

    /** Writes the end of an item, and what it pulled for those after it. */
    void endItem(Ended ended, CursorClaims.Pulled pulled) {
        StepCommand command = ended.command();
        JSONB result = transaction.storedIfAny(command.executionId(), ended.result());
        JSONB ctx = transaction.patch(command.executionId(), ended.ctx());
        Locked run = transaction.lock(command.executionId()).orElse(null);
        if (run == null) {
            return;
        }
        LoopRows.close(
                        connection,
                        command,
                        ended.expected(),
                        ended.success() ? VisitStatus.COMPLETED : VisitStatus.FAILED,
                        result,
                        CallEvents.column(ended.error()),
                        ended.elapsedNanos())
                .ifPresent(before -> {
                    transaction.report(
                            CallEvents.ended(ended, transaction.engine().process()));
                    if (ctx != null) {
                        RunRows.advance(connection, command.executionId(), run.lastVisit(), ctx);
                    }
                    LoopState counters = supplied(command, before, pulled);
                    handOut(command, ended.step(), LoopDecision.afterItem(counters, ended.success()));
                });
    }

    private LoopState supplied(StepCommand command, LoopState before, CursorClaims.Pulled pulled) {
        if (pulled.error() != null) {
            return before.stop();
        }
        return pulled.items().isEmpty()
                ? before
                : before.withTotal(LoopChunks.append(connection, command, before.total(), pulled.items()));
    }

    /** Writes the end of an item together with that of its child, without a command of its own. */
    void endWithChild(Frame.Parent parent, String step, Frame.Child child) {
        long executionId = parent.executionId();
        int item = parent.item().orElseThrow();
        boolean success = child.status() == RunStatus.COMPLETED;
        Packed result = Packed.of(
                ChildCalls.whole(child, transaction.engine().results().read(child.result())),
                transaction.engine().inlineMaxBytes());
        LoopRows.closeParked(
                        connection,
                        parent,
                        child.executionId(),
                        success ? VisitStatus.COMPLETED : VisitStatus.FAILED,
                        transaction.stored(executionId, result))
                .ifPresent(closed -> {
                    transaction.report(Event.of(executionId, EventType.CALL_DONE, step)
                            .call(parent.visit(), item, closed.attempt())
                            .status(success ? "completed" : "failed")
                            .result(result.glance()));
                    handOut(
                            new StepCommand(executionId, parent.visit(), item, closed.attempt(), Phase.RESUME),
                            step,
                            LoopDecision.afterItem(closed.before(), success));
                });
    }

    private void handOut(StepCommand command, String step, LoopDecision decision) {
        long executionId = command.executionId();
        int visit = command.visit();
        LoopState state = decision.state();
        List<Enqueue<StepCommand>> commands = new ArrayList<>();
        for (int item = decision.first(); item < decision.first() + decision.count(); item++) {
            commands.add(Commands.STEP.with(new StepCommand(executionId, visit, item, 1, Phase.CALL)));
            transaction.report(CallEvents.issued(executionId, step, visit, item));
        }
        LoopRows.advance(connection, executionId, visit, state, decision.first(), transaction.enqueue(commands));
        if (state.done()) {
            transaction.report(Event.of(executionId, EventType.LOOP_DONE, step)
                    .call(visit, StepCommand.NO_ITEM, command.aboutItem() ? 1 : command.attempt())
                    .result(RowJson.text(Map.of(
                            "total", state.total(),
                            "success", state.succeeded(),
                            "failed", state.failed()))));
            transaction
                    .queue()
                    .enqueue(Commands.STEP, new StepCommand(executionId, visit, StepCommand.NO_ITEM, 1, Phase.FINISH));
        }
    }
}
