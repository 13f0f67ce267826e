package dev.downbeat.playbook.run;

import dev.downbeat.playbook.catalog.Compiled;
import dev.downbeat.playbook.event.Event;
import dev.downbeat.playbook.event.EventType;
import dev.downbeat.playbook.graph.JoinMode;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.status.RunStatus;
import dev.downbeat.queue.Enqueue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Writes the end of a visit, and what {@link RunDecision} makes of it: the next visits, and perhaps the run's end. */
final class VisitWrites {
    private final RunTransaction transaction;
    private final Compiled playbook;
    private final Ended ended;

    VisitWrites(RunTransaction transaction, Compiled playbook, Ended ended) {
        this.transaction = transaction;
        this.playbook = playbook;
        this.ended = ended;
    }

    /** Writes it all, if the visit is still open; returns whether the run ended with work still open. */
    boolean end() {
        StepCommand command = ended.command();
        JSONB result = transaction.storedIfAny(command.executionId(), ended.result());
        JSONB ctx = transaction.patch(command.executionId(), ended.ctx());
        Locked run = transaction.lock(command.executionId()).orElse(null);
        if (run == null) {
            return false;
        }
        Board board = RunRows.board(transaction.connection(), run);
        if (!board.holds(command.visit(), ended.expected())) {
            return false;
        }
        Ending ending = ended.handled()
                ? new Ending.Onward(ended.success() ? VisitStatus.COMPLETED : VisitStatus.FAILED, ended.moves())
                : new Ending.Fatal();
        List<Decision> decisions =
                RunDecision.afterVisit(playbook.topology(), this::join, board, command.visit(), ending);
        transaction.report(CallEvents.ended(ended, transaction.engine().process()));
        return apply(run, result, ctx, decisions);
    }

    private JoinMode join(String step) {
        return playbook.step(step).map(Step::join).orElse(JoinMode.ALL);
    }

    private boolean apply(Locked run, @Nullable JSONB result, @Nullable JSONB ctx, List<Decision> decisions) {
        Iterator<Long> ids = transaction
                .enqueue(decisions.stream()
                        .flatMapToInt(Decision::begins)
                        .mapToObj(visit -> call(run.executionId(), visit))
                        .toList())
                .iterator();
        List<VisitRows.Fresh> fresh = new ArrayList<>();
        boolean leftOpen = false;
        @Nullable RunStatus end = null;
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.Close close -> close(run, close, result);
                case Decision.Enter enter -> {
                    fresh.add(new VisitRows.Fresh(
                            enter.visit(), enter.step(), VisitStatus.ACTIVE, args(run, enter.args()), ids.next()));
                    issued(run, enter.step(), enter.visit());
                }
                case Decision.Await await ->
                    fresh.add(new VisitRows.Fresh(
                            await.visit(), await.step(), VisitStatus.WAITING, args(run, await.args()), null));
                case Decision.Arrive arrive ->
                    VisitRows.arrive(
                            transaction.connection(), run.executionId(), arrive.visit(), args(run, arrive.args()));
                case Decision.Release release -> {
                    VisitRows.release(transaction.connection(), run.executionId(), release.visit(), ids.next());
                    issued(run, release.step(), release.visit());
                }
                case Decision.Skip skip ->
                    transaction.report(Event.of(run.executionId(), EventType.STEP_SKIPPED, skip.step())
                            .status("skipped"));
                case Decision.Abandon abandon -> leftOpen = true;
                case Decision.End over -> end = over.status();
            }
        }
        VisitRows.insert(transaction.connection(), run.executionId(), fresh);
        int lastVisit = fresh.stream().mapToInt(VisitRows.Fresh::visit).max().orElse(run.lastVisit());
        if (!fresh.isEmpty() || ctx != null) {
            RunRows.advance(transaction.connection(), run.executionId(), lastVisit, ctx);
        }
        if (end != null) {
            JSONB last = end == RunStatus.COMPLETED ? lastResult(run, result) : null;
            new RunWrites(transaction).end(playbook, run, new RunWrites.End(end, ended.error(), last, leftOpen));
        }
        return leftOpen;
    }

    private static Enqueue<StepCommand> call(long executionId, int visit) {
        return Commands.STEP.with(new StepCommand(executionId, visit, StepCommand.NO_ITEM, 1, Phase.CALL));
    }

    private void close(Locked run, Decision.Close close, @Nullable JSONB result) {
        VisitRows.close(
                transaction.connection(),
                run.executionId(),
                close.visit(),
                close.status(),
                result,
                CallEvents.column(ended.error()),
                ended.elapsedNanos());
    }

    private void issued(Locked run, String step, int visit) {
        transaction.report(CallEvents.issued(run.executionId(), step, visit, StepCommand.NO_ITEM));
    }

    private @Nullable JSONB args(Locked run, Map<String, @Nullable Object> args) {
        return args.isEmpty()
                ? null
                : transaction.stored(
                        run.executionId(), Packed.of(args, transaction.engine().inlineMaxBytes()));
    }

    /** What a completed run ends with: often the result at hand is it, or there is no other. */
    private @Nullable JSONB lastResult(Locked run, @Nullable JSONB result) {
        boolean newest = ended.command().visit() == run.lastVisit();
        boolean silent = !ended.success() || playbook.silentSteps().contains(ended.step());
        if (newest && !silent && result != null && !result.data().equals("null")) {
            return result;
        }
        return newest && run.lastVisit() == 1
                ? null
                : RunRows.result(transaction.queue().sql(), run.executionId(), playbook.silentSteps());
    }
}
