package dev.downbeat.playbook.run;

import dev.downbeat.playbook.event.Event;
import dev.downbeat.playbook.event.EventType;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.queue.Enqueue;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.jooq.JSONB;

/** Writes that a call waits: for its repetition, or for a child. A wait is a row, not a slot. */
final class CallWrites {
    private final RunTransaction transaction;
    private final Connection connection;

    CallWrites(RunTransaction transaction) {
        this.transaction = transaction;
        this.connection = transaction.connection();
    }

    /** Lets a pipeline go on after a while. */
    void pause(Ended ended, Turn.Again again, Packed state) {
        Object stored = RowJson.plain(transaction.stored(ended.command().executionId(), state));
        CallState paused = again.state().withPipeline(stored);
        repeat(ended, new Turn.Again(again.delay(), paused, again.error()), List.of());
    }

    /** Lets a call be repeated after a while. */
    void repeat(Ended ended, Turn.Again again, List<Packed> newPages) {
        StepCommand command = ended.command();
        JSONB ctx = transaction.patch(command.executionId(), ended.ctx());
        Locked run = transaction.lock(command.executionId()).orElse(null);
        if (run == null || !isAt(run, command, ended.expected())) {
            return;
        }
        int page = again.state().pages() - newPages.size();
        for (Packed content : newPages) {
            Pages.write(connection, command, page++, content);
        }
        StepCommand next = new StepCommand(
                command.executionId(), command.visit(), command.item(), command.attempt() + 1, Phase.CALL);
        Enqueue<StepCommand> request = Commands.STEP.with(next);
        long id = transaction
                .queue()
                .enqueue(again.delay().compareTo(Duration.ZERO) > 0 ? request.delay(again.delay()) : request)
                .id();
        if (command.aboutItem()) {
            LoopRows.repeat(connection, command, ended.expected(), again.state(), id, ended.elapsedNanos());
        } else {
            VisitRows.repeat(connection, command, again.state(), id, ended.elapsedNanos());
        }
        if (ctx != null) {
            RunRows.advance(connection, command.executionId(), run.lastVisit(), ctx);
        }
        transaction.report(CallEvents.call(ended, transaction.engine().process()));
        transaction.report(Event.of(command.executionId(), EventType.COMMAND_ISSUED, ended.step())
                .call(command.visit(), command.item(), next.attempt())
                .status(again.error() == null ? "next_page" : "retry")
                .took(again.delay().toNanos()));
    }

    /** Lets a call wait for a child that this transaction begins; returns whether it still may. */
    boolean park(StepCommand command, String step, long childExecutionId, long elapsedNanos) {
        Locked run = transaction.lock(command.executionId()).orElse(null);
        if (run == null) {
            return false;
        }
        if (command.aboutItem()) {
            if (!LoopRows.park(connection, command, childExecutionId, elapsedNanos)) {
                return false;
            }
        } else if (isAt(run, command, VisitStatus.ACTIVE)) {
            VisitRows.park(connection, command, childExecutionId, elapsedNanos);
        } else {
            return false;
        }
        transaction.report(
                CallEvents.claimed(command, step, transaction.engine().process(), elapsedNanos));
        return true;
    }

    private boolean isAt(Locked run, StepCommand command, VisitStatus expected) {
        return command.aboutItem() || RunRows.board(connection, run).holds(command.visit(), expected);
    }
}
