package dev.downbeat.playbook.run;

import dev.downbeat.playbook.pipeline.PipelinePause;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.result.UnstorableException;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import dev.downbeat.queue.TaskContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call: the rules look at its outcome and everything is rendered and packed, without a lock; then one
 * transaction writes what follows and completes the command.
 */
final class Settlement {
    private final Engine engine;
    private final Actions actions;
    private final Canceller canceller;
    private final CursorClaims cursors;

    Settlement(Engine engine, Actions actions, Canceller canceller, CursorClaims cursors) {
        this.engine = engine;
        this.actions = actions;
        this.canceller = canceller;
        this.cursors = cursors;
    }

    /** SQL that belongs into the transaction before the end is written. */
    @FunctionalInterface
    interface Before {
        void run(RunTransaction transaction);
    }

    static ToolOutcome failed(ErrorObject error) {
        return new ToolOutcome.Failed(error, null);
    }

    /** Settles the call of a visit or of an item. */
    void settle(StepRun run, ToolOutcome outcome, TaskContext context) throws Exception {
        settle(run, Subject.VISIT, outcome, context, transaction -> {});
    }

    /** Settles the call; a command about an item is always settled as that. */
    void settle(StepRun run, Subject subject, ToolOutcome outcome, TaskContext context, Before before)
            throws Exception {
        Subject about = run.command().aboutItem() ? Subject.ITEM : subject;
        RuleWalk walk = walk(run, about, outcome);
        Turn walked = walk.walk();
        CursorClaims.Pulled pulled = about == Subject.ITEM ? cursors.after(run, walked) : CursorClaims.Pulled.NOTHING;
        Turn turn = pulled.failing(walked);
        Ended ended = ended(run, about, walk, turn);
        List<Packed> pages = new ArrayList<>();
        if (turn instanceof Turn.Again) {
            walk.newPages().forEach(page -> pages.add(Packed.of(page, engine.inlineMaxBytes())));
        }
        boolean leftOpen = RunTransaction.complete(engine, context, writes -> {
            before.run(writes);
            boolean open = false;
            if (turn instanceof Turn.Again again) {
                new CallWrites(writes).repeat(ended, again, pages);
            } else if (about == Subject.ITEM) {
                new LoopWrites(writes).endItem(ended, pulled);
            } else {
                open = new VisitWrites(writes, run.playbook(), ended).end();
            }
            return open;
        });
        if (leftOpen) {
            canceller.sweep(run.command().executionId());
        }
    }

    private RuleWalk walk(StepRun run, Subject about, ToolOutcome outcome) {
        Map<String, @Nullable Object> args = run.entered();
        var means = new Consequences.Means(
                task -> actions.runInline(task.name(), task.action(), run.scope(), run.site(args)),
                count -> Pages.read(engine.sql(), engine.results(), run.command(), count));
        return new RuleWalk(engine.templates(), run, about, means, outcome);
    }

    /** Lets a pipeline wait; it goes on where it stands. */
    void pause(StepRun run, ToolOutcome outcome, PipelinePause pause, TaskContext context) throws Exception {
        ErrorObject error = outcome instanceof ToolOutcome.Failed failed ? failed.error() : null;
        Turn.Again again = new Turn.Again(pause.after(), run.frame().call().state(), error);
        Ended ended;
        Packed state;
        try {
            ended = pack(run, List.of(), new Turn.Over(false, true, null, error, List.of()));
            state = Packed.of(pause.state(), engine.inlineMaxBytes());
        } catch (UnstorableException e) {
            settle(run, outcome, context);
            return;
        }
        RunTransaction.complete(engine, context, writes -> {
            new CallWrites(writes).pause(ended, again, state);
            return null;
        });
    }

    private Ended ended(StepRun run, Subject about, RuleWalk walk, Turn turn) {
        try {
            return switch (turn) {
                case Turn.Again again ->
                    pack(run, walk.conditionErrors(), new Turn.Over(false, true, null, again.error(), List.of()));
                case Turn.Over over ->
                    pack(
                            run,
                            walk.conditionErrors(),
                            new Turn.Over(
                                    over.success() && !(about == Subject.ITEM && ChildCalls.failed(over.result())),
                                    over.handled(),
                                    about == Subject.LOOP ? counts(run) : over.result(),
                                    over.error(),
                                    over.moves()));
            };
        } catch (UnstorableException e) {
            ErrorObject error = ErrorObject.of(ErrorKind.SCHEMA, String.valueOf(e.getMessage()))
                    .withCode("unstorable");
            return pack(run, walk.conditionErrors(), new Turn.Over(false, false, null, error, List.of()));
        }
    }

    private static Map<String, @Nullable Object> counts(StepRun run) {
        LoopState loop = Objects.requireNonNull(run.frame().loop());
        return Results.loop(
                run.command().executionId(), run.command().visit(), loop.total(), loop.succeeded(), loop.failed());
    }

    private Ended pack(StepRun run, List<ErrorObject> conditionErrors, Turn.Over over) {
        Map<String, Packed> ctx = new LinkedHashMap<>();
        run.scope().changed().forEach((key, value) -> ctx.put(key, Packed.of(value, engine.inlineMaxBytes())));
        return new Ended(
                run.command(),
                run.step().name(),
                switch (run.command().phase()) {
                    case CALL, RESUME -> VisitStatus.ACTIVE;
                    case EXPIRE -> VisitStatus.PARKED;
                    case FINISH -> VisitStatus.LOOPING;
                },
                over.success(),
                over.handled(),
                over.result() == null ? null : Packed.of(over.result(), engine.inlineMaxBytes()),
                over.error(),
                over.moves(),
                ctx,
                conditionErrors,
                run.elapsedNanos());
    }
}
