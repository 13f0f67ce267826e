package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.pipeline.PipelineRunner;
import dev.downbeat.playbook.pipeline.ToolRunner;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.result.UnstorableException;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import dev.downbeat.queue.Handler;
import dev.downbeat.queue.QueueException;
import dev.downbeat.queue.TaskContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a command: loads what it needs, runs the step's action, lets the rules look at the outcome, and writes all that
 * follows in the transaction that completes the command. Until that transaction nothing is written, so a command that
 * dies with its worker simply runs again.
 */
public final class StepHandler implements Handler<StepCommand, @Nullable Void> {
    private static final Logger LOG = LoggerFactory.getLogger(StepHandler.class);

    private final Engine engine;
    private final Actions actions;
    private final ChildCalls children;
    private final Canceller canceller;

    /** Runs actions with these runners. */
    public StepHandler(Engine engine, ToolRunner tools, PipelineRunner pipelines) {
        this.engine = engine;
        this.actions = new Actions(tools, pipelines);
        this.children = new ChildCalls(engine);
        this.canceller = new Canceller(engine);
    }

    @Override
    public @Nullable Void handle(StepCommand command, TaskContext context) throws Exception {
        Frame frame = Frames.read(engine.sql(), command).orElse(null);
        if (frame == null || !frame.current()) {
            LOG.atDebug().addKeyValue("command", command).log("Nothing left to do for a command");
            return null;
        }
        try {
            work(frame, context);
        } catch (RuntimeException e) {
            if (context.attempt() < Commands.ATTEMPTS || e instanceof QueueException) {
                throw e;
            }
            giveUp(frame, e, context);
        }
        return null;
    }

    /** What fails again and again is not the tool's but ours: the run ends, rather than wait for ever. */
    private void giveUp(Frame frame, RuntimeException failure, TaskContext context) throws Exception {
        long id = frame.command().executionId();
        LOG.atError()
                .addKeyValue("execution", id)
                .addKeyValue("step", frame.step())
                .setCause(failure)
                .log("A command failed at every attempt; its run fails");
        ErrorObject error = ErrorObject.of(ErrorKind.UNKNOWN, "the step could not be run: " + failure.getMessage());
        context.complete(null, transaction -> {
            RunTransaction writes = new RunTransaction(engine, transaction);
            writes.lock(id)
                    .ifPresent(run ->
                            writes.fail(engine.catalog().compiled(transaction.sql(), frame.playbookId()), run, error));
            writes.finish();
            return null;
        });
        canceller.sweep(id);
    }

    private void work(Frame frame, TaskContext context) throws Exception {
        StepCommand command = frame.command();
        StepRun run = StepRun.open(engine, frame);
        switch (command.phase()) {
            case CALL -> {
                if (run.step().loop() != null && !command.aboutItem()) {
                    beginLoop(run, run.step().loop(), context);
                } else {
                    call(run, context);
                }
            }
            case RESUME -> resume(run, context);
            case EXPIRE -> expire(run, context);
            case FINISH -> finish(run, context);
        }
    }

    // ---- calls

    private void call(StepRun run, TaskContext context) throws Exception {
        Map<String, @Nullable Object> args;
        try {
            args = run.bindInput(engine.templates());
        } catch (TemplateException e) {
            settle(run, failed(RuleWalk.templateError(e)), context);
            return;
        }
        Action action = run.step().action();
        if (action instanceof ToolSpec tool && tool.kind().equals("playbook")) {
            callChild(run, tool, args, context);
            return;
        }
        ToolOutcome outcome = action == null
                ? new ToolOutcome.Succeeded(null)
                : actions.run(
                        run.step().name(),
                        action,
                        run.scope(),
                        run.site(args),
                        run.frame().call().state().overrides());
        settle(run, outcome, context);
    }

    private void callChild(StepRun run, ToolSpec tool, Map<String, @Nullable Object> args, TaskContext context)
            throws Exception {
        ChildCalls.Request request;
        try {
            request = children.prepare(run, tool, args);
        } catch (ChildRefusedException e) {
            settle(run, failed(e.error()), context);
            return;
        }
        if (request.waits()) {
            context.complete(null, transaction -> {
                children.park(new RunTransaction(engine, transaction), run, request);
                return null;
            });
            return;
        }
        Map<String, @Nullable Object> begun = new LinkedHashMap<>();
        begun.put("execution_id", request.child().executionId());
        begun.put("path", request.child().playbook().path());
        begun.put("status", "RUNNING");
        settle(
                run,
                RuleWalk.Subject.VISIT,
                new ToolOutcome.Succeeded(begun),
                context,
                transaction -> children.detach(transaction, run, request));
    }

    private void resume(StepRun run, TaskContext context) throws Exception {
        bindInputQuietly(run);
        settle(run, children.outcome(run), context);
    }

    private void expire(StepRun run, TaskContext context) throws Exception {
        bindInputQuietly(run);
        Frame.Child child = run.frame().child();
        settle(
                run,
                failed(ErrorObject.of(ErrorKind.TIMEOUT, "the child did not end in the time it was given")
                        .withDetail("execution_id", child == null ? null : child.executionId())),
                context);
        if (child != null) {
            canceller.cancel(child.executionId());
        }
    }

    /** The input was rendered when the call began; what cannot be rendered any more is only missing. */
    private void bindInputQuietly(StepRun run) {
        try {
            run.bindInput(engine.templates());
        } catch (TemplateException e) {
            LOG.atDebug()
                    .addKeyValue("command", run.command())
                    .setCause(e)
                    .log("The input could not be rendered again");
        }
    }

    // ---- loops

    private void beginLoop(StepRun run, Loop loop, TaskContext context) throws Exception {
        Iterable<?> collection;
        int width;
        try {
            run.bindInput(engine.templates());
            collection = collection(run, loop);
            width = width(run, loop);
        } catch (TemplateException e) {
            settle(run, failed(RuleWalk.templateError(e)), context);
            return;
        } catch (IllegalArgumentException e) {
            settle(run, failed(ErrorObject.of(ErrorKind.SCHEMA, String.valueOf(e.getMessage()))), context);
            return;
        }
        boolean failFast = loop.failure() == FailureMode.FAIL_FAST;
        context.complete(null, transaction -> {
            int total = LoopRows.store(transaction.sql(), run.command(), collection, engine.inlineMaxBytes());
            RunTransaction writes = new RunTransaction(engine, transaction);
            writes.beginLoop(
                    run.command(),
                    run.step().name(),
                    loop.mode(),
                    LoopState.begin(total, width, failFast),
                    run.elapsedNanos());
            writes.finish();
            return null;
        });
    }

    private Iterable<?> collection(StepRun run, Loop loop) {
        return switch (loop.source()) {
            case Loop.Source.Items items -> elements(engine.templates().render(items.collection(), run.scope()));
            case Loop.Source.Cursor cursor ->
                throw new IllegalArgumentException("a loop over a cursor is not available here; use loop.in");
        };
    }

    private static Iterable<?> elements(@Nullable Object collection) {
        return switch (collection) {
            case null -> List.of();
            case Deferred deferred -> elements(deferred.resolve());
            case Iterable<?> elements -> elements;
            default ->
                throw new IllegalArgumentException("loop.in: expected a list, got "
                        + collection.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
        };
    }

    private int width(StepRun run, Loop loop) {
        if (loop.mode() == Loop.Mode.SEQUENTIAL) {
            return 1;
        }
        Object width = engine.templates().render(loop.width(), run.scope());
        double number;
        try {
            number = width instanceof Number given ? given.doubleValue() : Double.parseDouble(String.valueOf(width));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("loop width: expected an integer of at least 1, got " + width, e);
        }
        if (number < 1 || number != Math.rint(number)) {
            throw new IllegalArgumentException("loop width: expected an integer of at least 1, got " + width);
        }
        return (int) Math.min(number, 100_000);
    }

    private void finish(StepRun run, TaskContext context) throws Exception {
        LoopState loop = java.util.Objects.requireNonNull(run.frame().loop());
        bindInputQuietly(run);
        Map<String, @Nullable Object> counts = Results.loop(
                run.command().executionId(), run.command().visit(), loop.total(), loop.succeeded(), loop.failed());
        Object result = engine.results().deferred(counts);
        ToolOutcome outcome = loop.stopped()
                ? new ToolOutcome.Failed(
                        ErrorObject.of(
                                ErrorKind.UNKNOWN,
                                "an item failed and the loop is fail_fast: failed=%d, not started=%d"
                                        .formatted(loop.failed(), loop.total() - loop.started())),
                        result)
                : new ToolOutcome.Succeeded(result);
        settle(run, RuleWalk.Subject.LOOP, outcome, context, transaction -> {});
    }

    // ---- the end

    /** SQL that belongs into the transaction before the end is written. */
    @FunctionalInterface
    private interface Before {
        void run(RunTransaction transaction);
    }

    private void settle(StepRun run, ToolOutcome outcome, TaskContext context) throws Exception {
        settle(
                run,
                run.command().aboutItem() ? RuleWalk.Subject.ITEM : RuleWalk.Subject.VISIT,
                outcome,
                context,
                transaction -> {});
    }

    private void settle(StepRun run, RuleWalk.Subject subject, ToolOutcome outcome, TaskContext context, Before before)
            throws Exception {
        RuleWalk.Subject about = run.command().aboutItem() ? RuleWalk.Subject.ITEM : subject;
        Map<String, @Nullable Object> args = run.entered();
        RuleWalk walk = new RuleWalk(
                engine.templates(),
                run.step(),
                about,
                run.scope(),
                task -> actions.run(task.name(), task.action(), run.scope(), run.site(args), Map.of()),
                count -> Pages.read(engine.sql(), engine.results(), run.command(), count),
                run.command().attempt(),
                run.frame().call().state());
        Turn turn = walk.walk(outcome);
        Ended ended = ended(run, about, walk, turn);
        List<Packed> pages = new ArrayList<>();
        if (turn instanceof Turn.Again) {
            walk.newPages().forEach(page -> pages.add(Packed.of(page, engine.inlineMaxBytes())));
        }
        boolean leftOpen = context.complete(null, transaction -> {
            RunTransaction writes = new RunTransaction(engine, transaction);
            before.run(writes);
            boolean open = false;
            if (turn instanceof Turn.Again again) {
                writes.repeat(ended, again, pages);
            } else if (about == RuleWalk.Subject.ITEM) {
                writes.endItem(ended);
            } else {
                open = writes.endVisit(run.playbook(), ended);
            }
            writes.finish();
            return open;
        });
        if (leftOpen) {
            canceller.sweep(run.command().executionId());
        }
    }

    private Ended ended(StepRun run, RuleWalk.Subject about, RuleWalk walk, Turn turn) {
        try {
            return switch (turn) {
                case Turn.Again again -> pack(run, walk, false, true, null, again.error(), List.of());
                case Turn.Over over ->
                    pack(
                            run,
                            walk,
                            over.success() && !(about == RuleWalk.Subject.ITEM && ChildCalls.failed(over.result())),
                            over.handled(),
                            about == RuleWalk.Subject.LOOP ? counts(run) : over.result(),
                            over.error(),
                            over.moves());
            };
        } catch (UnstorableException e) {
            return pack(
                    run,
                    walk,
                    false,
                    false,
                    null,
                    ErrorObject.of(ErrorKind.SCHEMA, String.valueOf(e.getMessage()))
                            .withCode("unstorable"),
                    List.of());
        }
    }

    private Map<String, @Nullable Object> counts(StepRun run) {
        LoopState loop = java.util.Objects.requireNonNull(run.frame().loop());
        return Results.loop(
                run.command().executionId(), run.command().visit(), loop.total(), loop.succeeded(), loop.failed());
    }

    private Ended pack(
            StepRun run,
            RuleWalk walk,
            boolean success,
            boolean handled,
            @Nullable Object result,
            @Nullable ErrorObject error,
            List<Move> moves) {
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
                success,
                handled,
                result == null ? null : Packed.of(result, engine.inlineMaxBytes()),
                error,
                moves,
                ctx,
                walk.conditionErrors(),
                run.elapsedNanos());
    }

    private static ToolOutcome failed(ErrorObject error) {
        return new ToolOutcome.Failed(error, null);
    }
}
