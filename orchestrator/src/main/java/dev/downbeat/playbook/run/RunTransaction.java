package dev.downbeat.playbook.run;

import dev.downbeat.playbook.catalog.Compiled;
import dev.downbeat.playbook.event.Event;
import dev.downbeat.playbook.event.EventLog;
import dev.downbeat.playbook.event.EventType;
import dev.downbeat.playbook.graph.JoinMode;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.PlainJson;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.queue.Enqueue;
import dev.downbeat.queue.Enqueued;
import dev.downbeat.queue.QueueTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Applies what was decided: the rows, the next commands and the events, in the transaction that records the command's
 * own outcome.
 *
 * <p>Locking. Everything about one execution is read and written under the lock of its row, so two workers that finish
 * the last two items in the same millisecond come one after the other, and the second sees the first. A transaction
 * takes at most a chain of locks from a child up to its parents, never downwards; so there is no deadlock. Whoever must
 * go downwards (cancel) does it in transactions of their own.
 */
final class RunTransaction {
    private final Engine engine;
    private final QueueTransaction queue;
    private final DSLContext sql;
    private final List<Event> events = new ArrayList<>();

    RunTransaction(Engine engine, QueueTransaction queue) {
        this.engine = engine;
        this.queue = queue;
        this.sql = queue.sql();
    }

    /** Writes the events; the last act. */
    void finish() {
        EventLog.append(sql, events);
    }

    /** Adds to the events. */
    void report(List<Event> more) {
        events.addAll(more);
    }

    DSLContext sql() {
        return sql;
    }

    QueueTransaction queue() {
        return queue;
    }

    /** Holds the execution, if it still runs. */
    Optional<Locked> lock(long executionId) {
        return RunRows.lock(sql, executionId).filter(run -> !run.status().terminal());
    }

    // ---- visits

    /** Writes the end of a visit and what follows; returns whether the run ended with work still open. */
    boolean endVisit(Compiled playbook, Ended ended) {
        StepCommand command = ended.command();
        JSONB result = stored(command.executionId(), ended.result());
        JSONB ctx = patch(command.executionId(), ended.ctx());
        Locked run = lock(command.executionId()).orElse(null);
        if (run == null) {
            return false;
        }
        Board board = RunRows.board(sql, run);
        if (board.open().stream()
                .noneMatch(open -> open.visit() == command.visit() && open.status() == ended.expected())) {
            return false;
        }
        Ending ending = ended.handled()
                ? new Ending.Onward(ended.success() ? VisitStatus.COMPLETED : VisitStatus.FAILED, ended.moves())
                : new Ending.Fatal();
        List<Decision> decisions = RunDecision.afterVisit(
                playbook.topology(), step -> join(playbook, step), board, command.visit(), ending);
        reportEnd(ended);
        return apply(playbook, run, ended, result, ctx, decisions);
    }

    private static JoinMode join(Compiled playbook, String step) {
        return playbook.step(step).map(Step::join).orElse(JoinMode.ALL);
    }

    private boolean apply(
            Compiled playbook,
            Locked run,
            Ended ended,
            @Nullable JSONB result,
            @Nullable JSONB ctx,
            List<Decision> decisions) {
        List<Enqueue<StepCommand>> commands = new ArrayList<>();
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Enter enter) {
                commands.add(call(run.executionId(), enter.visit()));
            } else if (decision instanceof Decision.Release release) {
                commands.add(call(run.executionId(), release.visit()));
            }
        }
        var ids = enqueue(commands).iterator();
        List<VisitRows.Fresh> fresh = new ArrayList<>();
        boolean leftOpen = false;
        int lastVisit = run.lastVisit();
        @Nullable RunStatus end = null;
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.Close close ->
                    VisitRows.close(
                            sql,
                            run.executionId(),
                            close.visit(),
                            close.status(),
                            result,
                            column(ended.error()),
                            ended.elapsedNanos());
                case Decision.Enter enter -> {
                    fresh.add(new VisitRows.Fresh(
                            enter.visit(), enter.step(), VisitStatus.ACTIVE, args(run, enter.args()), ids.next()));
                    lastVisit = enter.visit();
                    issued(run.executionId(), enter.step(), enter.visit());
                }
                case Decision.Await await -> {
                    fresh.add(new VisitRows.Fresh(
                            await.visit(), await.step(), VisitStatus.WAITING, args(run, await.args()), null));
                    lastVisit = await.visit();
                }
                case Decision.Arrive arrive ->
                    VisitRows.arrive(sql, run.executionId(), arrive.visit(), args(run, arrive.args()));
                case Decision.Release release -> {
                    VisitRows.release(sql, run.executionId(), release.visit(), ids.next());
                    issued(run.executionId(), release.step(), release.visit());
                }
                case Decision.Skip skip ->
                    events.add(Event.of(run.executionId(), EventType.STEP_SKIPPED, skip.step())
                            .status("skipped"));
                case Decision.Abandon abandon -> leftOpen = true;
                case Decision.End over -> end = over.status();
            }
        }
        VisitRows.insert(sql, run.executionId(), fresh);
        if (lastVisit != run.lastVisit() || ctx != null) {
            RunRows.advance(sql, run.executionId(), lastVisit, ctx);
        }
        if (end != null) {
            JSONB last = end == RunStatus.COMPLETED ? lastResult(playbook, run, ended, result) : null;
            endRun(playbook, run, end, ended.error(), leftOpen, last);
        }
        return leftOpen;
    }

    /** What a completed run ends with; the newest visit's own result saves looking for it. */
    private @Nullable JSONB lastResult(Compiled playbook, Locked run, Ended ended, @Nullable JSONB result) {
        boolean newest = ended.command().visit() == run.lastVisit();
        boolean silent = !ended.success() || playbook.silentSteps().contains(ended.step());
        return newest && !silent && result != null && !result.data().equals("null")
                ? result
                : RunRows.result(sql, run.executionId(), playbook.silentSteps());
    }

    private void issued(long executionId, String step, int visit) {
        events.add(Event.of(executionId, EventType.COMMAND_ISSUED, step).call(visit, StepCommand.NO_ITEM, 1));
    }

    private @Nullable JSONB args(Locked run, Map<String, @Nullable Object> args) {
        return args.isEmpty() ? null : stored(run.executionId(), Packed.of(args, engine.inlineMaxBytes()));
    }

    // ---- the end of a run

    /** Ends a run: its status, its one terminal event, and whoever waits for it. */
    private void endRun(
            Compiled playbook,
            Locked run,
            RunStatus status,
            @Nullable ErrorObject error,
            boolean leftOpen,
            @Nullable JSONB result) {
        if (!RunRows.end(sql, run.executionId(), status, result, column(error))) {
            return;
        }
        if (leftOpen) {
            VisitRows.abandon(sql, run.executionId());
            queue.enqueue(
                    Commands.SWEEP.with(new SweepCommand(run.executionId())).priority(-1));
        }
        String name = playbook.playbook().metadata().name();
        String told = error == null ? null : PlainJson.text(shortened(error));
        if (status == RunStatus.CANCELLED) {
            events.add(Event.of(run.executionId(), EventType.EXECUTION_CANCELLED, name)
                    .status(status.column()));
        } else {
            boolean good = status == RunStatus.COMPLETED;
            events.add(
                    Event.of(run.executionId(), good ? EventType.WORKFLOW_COMPLETED : EventType.WORKFLOW_FAILED, name)
                            .status(status.column()));
            events.add(
                    Event.of(run.executionId(), good ? EventType.PLAYBOOK_COMPLETED : EventType.PLAYBOOK_FAILED, name)
                            .status(status.column())
                            .result(result == null ? null : glance(result))
                            .error(told));
        }
        if (run.parent() == null) {
            RunRows.announce(sql, run.executionId());
        } else {
            resume(run.parent(), new Frame.Child(run.executionId(), playbook.path(), status, result, column(error)));
        }
    }

    /** Ends a run that cannot go on, whatever of it is open. */
    void fail(Compiled playbook, Locked run, ErrorObject error) {
        endRun(playbook, run, RunStatus.FAILED, error, true, null);
    }

    /** Ends a run that is not wanted any more. */
    void cancel(Compiled playbook, Locked run) {
        endRun(playbook, run, RunStatus.CANCELLED, null, true, null);
    }

    private static String glance(JSONB result) {
        return new Packed.Inline(result.data()).glance();
    }

    private void resume(Frame.Parent parent, Frame.Child child) {
        Locked run = lock(parent.executionId()).orElse(null);
        if (run == null) {
            return;
        }
        if (parent.item().isPresent()) {
            int item = parent.item().getAsInt();
            String name = VisitRows.step(sql, run.executionId(), parent.visit());
            Step step =
                    engine.catalog().compiled(sql, run.playbookId()).step(name).orElse(null);
            if (step != null && ChildCalls.endsWithItsChild(step)) {
                endParkedItem(run, parent.visit(), item, name, child);
                return;
            }
            resumed(parent, LoopRows.resume(sql, run.executionId(), parent.visit(), item, child.executionId()));
        } else {
            resumed(parent, VisitRows.resume(sql, run.executionId(), parent.visit(), child.executionId()));
        }
    }

    private void resumed(Frame.Parent parent, @Nullable Integer attempt) {
        if (attempt != null) {
            queue.enqueue(
                    Commands.STEP,
                    new StepCommand(
                            parent.executionId(),
                            parent.visit(),
                            parent.item().orElse(StepCommand.NO_ITEM),
                            attempt,
                            Phase.RESUME));
        }
    }

    /** Nothing looks at the item any more: it ends, and the next one starts, without a command of its own. */
    private void endParkedItem(Locked run, int visit, int item, String step, Frame.Child child) {
        boolean success = child.status() == RunStatus.COMPLETED;
        Packed result =
                Packed.of(ChildCalls.whole(child, engine.results().read(child.result())), engine.inlineMaxBytes());
        Integer attempt = LoopRows.closeParked(
                sql,
                run.executionId(),
                visit,
                item,
                child.executionId(),
                success ? VisitStatus.COMPLETED : VisitStatus.FAILED,
                stored(run.executionId(), result));
        if (attempt == null) {
            return;
        }
        events.add(Event.of(run.executionId(), EventType.CALL_DONE, step)
                .call(visit, item, attempt)
                .status(success ? "completed" : "failed")
                .result(result.glance()));
        advanceLoop(new StepCommand(run.executionId(), visit, item, attempt, Phase.RESUME), step, success);
    }

    // ---- loops

    /** Begins a loop whose collection has been stored. */
    void beginLoop(StepCommand command, String step, Loop.Mode mode, LoopState state, long elapsedNanos) {
        if (lock(command.executionId()).isEmpty()) {
            return;
        }
        LoopDecision decision = LoopDecision.begin(state);
        VisitRows.loop(sql, command, elapsedNanos);
        LoopRows.insert(sql, command, mode, decision.state());
        claimed(command, step, elapsedNanos);
        startItems(command, step, decision);
    }

    /** Writes the end of an item, and starts those that may start now. */
    void endItem(Ended ended) {
        StepCommand command = ended.command();
        JSONB result = stored(command.executionId(), ended.result());
        JSONB ctx = patch(command.executionId(), ended.ctx());
        Locked run = lock(command.executionId()).orElse(null);
        if (run == null
                || !LoopRows.close(
                        sql,
                        command,
                        ended.expected(),
                        ended.success() ? VisitStatus.COMPLETED : VisitStatus.FAILED,
                        result,
                        column(ended.error()),
                        ended.elapsedNanos())) {
            return;
        }
        reportEnd(ended);
        if (ctx != null) {
            RunRows.advance(sql, command.executionId(), run.lastVisit(), ctx);
        }
        advanceLoop(command, ended.step(), ended.success());
    }

    private void advanceLoop(StepCommand command, String step, boolean success) {
        LoopState before = LoopRows.read(sql, command.executionId(), command.visit());
        LoopDecision decision = LoopDecision.afterItem(before, success);
        LoopRows.advance(sql, command.executionId(), command.visit(), decision.state());
        startItems(command, step, decision);
    }

    private void startItems(StepCommand command, String step, LoopDecision decision) {
        long executionId = command.executionId();
        int visit = command.visit();
        List<Enqueue<StepCommand>> commands = new ArrayList<>();
        for (int item = decision.first(); item < decision.first() + decision.count(); item++) {
            commands.add(Commands.STEP.with(new StepCommand(executionId, visit, item, 1, Phase.CALL)));
            events.add(Event.of(executionId, EventType.COMMAND_ISSUED, step).call(visit, item, 1));
        }
        LoopRows.start(sql, executionId, visit, decision.first(), enqueue(commands));
        if (decision.state().done()) {
            events.add(Event.of(executionId, EventType.LOOP_DONE, step)
                    .call(visit, StepCommand.NO_ITEM, command.aboutItem() ? 1 : command.attempt())
                    .result(PlainJson.text(Map.of(
                            "total", decision.state().total(),
                            "success", decision.state().succeeded(),
                            "failed", decision.state().failed()))));
            queue.enqueue(Commands.STEP, new StepCommand(executionId, visit, StepCommand.NO_ITEM, 1, Phase.FINISH));
        }
    }

    // ---- waiting

    /** Lets a call be repeated after a while; the wait is a row, not a slot. */
    void repeat(Ended ended, Turn.Again again, List<Packed> newPages) {
        StepCommand command = ended.command();
        JSONB ctx = patch(command.executionId(), ended.ctx());
        Locked run = lock(command.executionId()).orElse(null);
        if (run == null || !isAt(run, command, ended.expected())) {
            return;
        }
        int page = again.state().pages() - newPages.size();
        for (Packed content : newPages) {
            Pages.write(sql, command, page++, content);
        }
        StepCommand next = new StepCommand(
                command.executionId(), command.visit(), command.item(), command.attempt() + 1, Phase.CALL);
        Enqueue<StepCommand> request = Commands.STEP.with(next);
        long id = queue.enqueue(again.delay().compareTo(Duration.ZERO) > 0 ? request.delay(again.delay()) : request)
                .id();
        if (command.aboutItem()) {
            LoopRows.repeat(sql, command, ended.expected(), again.state(), id, ended.elapsedNanos());
        } else {
            VisitRows.repeat(sql, command, again.state(), id, ended.elapsedNanos());
        }
        if (ctx != null) {
            RunRows.advance(sql, command.executionId(), run.lastVisit(), ctx);
        }
        reportCall(ended);
        events.add(Event.of(command.executionId(), EventType.COMMAND_ISSUED, ended.step())
                .call(command.visit(), command.item(), next.attempt())
                .status(again.error() == null ? "next_page" : "retry")
                .took(again.delay().toNanos()));
    }

    /** Lets a call wait for a child that this transaction begins; returns whether it still may. */
    boolean park(StepCommand command, String step, long childExecutionId, long elapsedNanos) {
        Locked run = lock(command.executionId()).orElse(null);
        if (run == null) {
            return false;
        }
        if (command.aboutItem()) {
            if (!LoopRows.park(sql, command, childExecutionId, elapsedNanos)) {
                return false;
            }
        } else if (isAt(run, command, VisitStatus.ACTIVE)) {
            VisitRows.park(sql, command, childExecutionId, elapsedNanos);
        } else {
            return false;
        }
        claimed(command, step, elapsedNanos);
        return true;
    }

    private boolean isAt(Locked run, StepCommand command, VisitStatus expected) {
        return command.aboutItem()
                || RunRows.board(sql, run).open().stream()
                        .anyMatch(open -> open.visit() == command.visit() && open.status() == expected);
    }

    // ---- events

    private void claimed(StepCommand command, String step, long elapsedNanos) {
        events.add(Event.of(command.executionId(), EventType.COMMAND_CLAIMED, step)
                .call(command.visit(), command.item(), command.attempt())
                .by(engine.process())
                .ago(elapsedNanos));
        if (!command.aboutItem()) {
            events.add(Event.of(command.executionId(), EventType.STEP_ENTER, step)
                    .call(command.visit(), command.item(), command.attempt())
                    .ago(elapsedNanos));
        }
    }

    private void reportEnd(Ended ended) {
        reportCall(ended);
        StepCommand command = ended.command();
        if (!command.aboutItem()) {
            events.add(Event.of(command.executionId(), EventType.STEP_EXIT, ended.step())
                    .call(command.visit(), command.item(), command.attempt())
                    .status(ended.success() ? "completed" : "failed"));
        }
    }

    private void reportCall(Ended ended) {
        StepCommand command = ended.command();
        if (command.phase() == Phase.CALL) {
            claimed(command, ended.step(), ended.elapsedNanos());
        }
        ended.conditionErrors()
                .forEach(error -> events.add(Event.of(command.executionId(), EventType.CONDITION_ERROR, ended.step())
                        .call(command.visit(), command.item(), command.attempt())
                        .error(PlainJson.text(shortened(error)))));
        ErrorObject error = ended.error();
        String told = error == null ? null : PlainJson.text(shortened(error));
        Packed result = ended.result();
        if (command.phase() != Phase.FINISH) {
            events.add(Event.of(
                            command.executionId(),
                            error == null ? EventType.CALL_DONE : EventType.CALL_ERROR,
                            ended.step())
                    .call(command.visit(), command.item(), command.attempt())
                    .status(error == null ? "completed" : "failed")
                    .took(ended.elapsedNanos())
                    .result(result == null ? null : result.glance())
                    .error(told)
                    .by(engine.process()));
        }
        events.add(Event.of(
                        command.executionId(),
                        error == null ? EventType.COMMAND_COMPLETED : EventType.COMMAND_FAILED,
                        ended.step())
                .call(command.visit(), command.item(), command.attempt())
                .status(error == null ? "completed" : "failed")
                .took(ended.elapsedNanos())
                .by(engine.process()));
    }

    /** An event stays small: a long message is cut, details are left to the row. */
    private static Map<String, @Nullable Object> shortened(ErrorObject error) {
        String message = error.message();
        return new ErrorObject(
                        error.kind(),
                        error.status(),
                        message.length() > 2_000 ? message.substring(0, 2_000) + "…" : message,
                        error.code(),
                        error.retryable(),
                        Map.of())
                .toMap();
    }

    // ---- small things

    private List<Long> enqueue(List<Enqueue<StepCommand>> commands) {
        return commands.isEmpty()
                ? List.of()
                : queue.enqueueAll(commands).stream().map(Enqueued::id).toList();
    }

    private static Enqueue<StepCommand> call(long executionId, int visit) {
        return Commands.STEP.with(new StepCommand(executionId, visit, StepCommand.NO_ITEM, 1, Phase.CALL));
    }

    private @Nullable JSONB stored(long executionId, @Nullable Packed packed) {
        return packed == null ? null : Results.write(sql, executionId, packed);
    }

    private @Nullable JSONB patch(long executionId, Map<String, Packed> changes) {
        if (changes.isEmpty()) {
            return null;
        }
        StringBuilder json = new StringBuilder();
        changes.forEach((key, value) -> json.append(json.isEmpty() ? "{" : ",")
                .append(PlainJson.text(key))
                .append(':')
                .append(Results.write(sql, executionId, value).data()));
        return JSONB.jsonb(json.append('}').toString());
    }

    private static @Nullable JSONB column(@Nullable ErrorObject error) {
        return error == null ? null : PlainJson.column(error.toMap());
    }
}
