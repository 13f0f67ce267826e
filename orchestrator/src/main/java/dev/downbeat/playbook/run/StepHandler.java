package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.pipeline.PipelineRunner;
import dev.downbeat.playbook.pipeline.ToolRunner;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.sql.HotStatement;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import dev.downbeat.queue.Handler;
import dev.downbeat.queue.QueueException;
import dev.downbeat.queue.TaskContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a command: loads what it needs, runs the step's action, and lets {@link Settlement} write all that follows in the
 * transaction that completes the command. Until that transaction nothing is written, so a command that dies with its
 * worker simply runs again.
 */
public final class StepHandler implements Handler<StepCommand, @Nullable Void> {
    private static final Logger LOG = LoggerFactory.getLogger(StepHandler.class);

    private static final HotStatement CRASHES = HotStatement.of("""
            select count(*) from downbeat.failure where execution_id = ? and error ->> 'kind' = 'crash'
            """);

    private final Engine engine;
    private final Actions actions;
    private final ChildCalls children;
    private final LoopCalls loops;
    private final Settlement settlement;
    private final Canceller canceller;

    /** Runs actions with these runners. */
    public StepHandler(Engine engine, ToolRunner tools, PipelineRunner pipelines) {
        this.engine = engine;
        this.actions = new Actions(engine.templates(), tools, pipelines);
        CursorClaims cursors = new CursorClaims(engine, actions);
        this.children = new ChildCalls(engine);
        this.canceller = new Canceller(engine);
        this.settlement = new Settlement(engine, actions, canceller, cursors);
        this.loops = new LoopCalls(engine, settlement, cursors);
    }

    @Override
    public @Nullable Void handle(StepCommand command, TaskContext context) throws Exception {
        Frame frame = Frames.read(engine.database(), command).orElse(null);
        if (frame == null || !frame.current()) {
            LOG.atDebug().addKeyValue("command", command).log("Nothing left to do for a command");
            return null;
        }
        if (context.attempt() > Commands.CRASHES && crashes(context) >= Commands.CRASHES) {
            giveUp(frame, "its worker died %d times while it ran".formatted(Commands.CRASHES), context);
            return null;
        }
        try {
            work(frame, context);
        } catch (RuntimeException e) {
            if (context.attempt() < Commands.ATTEMPTS || e instanceof QueueException) {
                throw e;
            }
            LOG.atError().setCause(e).log("A command failed at every attempt");
            giveUp(frame, String.valueOf(e.getMessage()), context);
        }
        return null;
    }

    private int crashes(TaskContext context) {
        return CRASHES.first(engine.database(), row -> row.getInt(1), context.executionId())
                .orElse(0);
    }

    /** What fails again and again is not the tool's but ours: the run ends, rather than wait for ever. */
    private void giveUp(Frame frame, String reason, TaskContext context) throws Exception {
        long id = frame.command().executionId();
        LOG.atError()
                .addKeyValue("execution", id)
                .addKeyValue("step", frame.step())
                .addKeyValue("reason", reason)
                .log("A command cannot be run; its playbook fails");
        ErrorObject error =
                ErrorObject.of(ErrorKind.UNKNOWN, "step %s could not be run: %s".formatted(frame.step(), reason));
        RunTransaction.complete(engine, context, writes -> {
            writes.lock(id)
                    .ifPresent(run -> new RunWrites(writes)
                            .fail(engine.catalog().compiled(writes.connection(), frame.playbookId()), run, error));
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
                    loops.begin(run, run.step().loop(), context);
                } else {
                    call(run, context);
                }
            }
            case RESUME -> {
                run.bindInputQuietly(engine.templates());
                settlement.settle(run, children.outcome(run), context);
            }
            case EXPIRE -> expire(run, context);
            case FINISH -> loops.finish(run, context);
        }
    }

    private void call(StepRun run, TaskContext context) throws Exception {
        Map<String, @Nullable Object> args;
        try {
            args = run.bindInput(engine.templates());
        } catch (TemplateException e) {
            settlement.settle(run, Settlement.failed(ToolRunner.ofTemplate(e)), context);
            return;
        }
        Action action = run.step().action();
        if (action instanceof ToolSpec tool && tool.kind().equals("playbook")) {
            callChild(run, tool, args, context);
            return;
        }
        if (action == null) {
            settlement.settle(run, new ToolOutcome.Succeeded(null), context);
            return;
        }
        CallState state = run.frame().call().state();
        Object paused = engine.results().deferred(state.pipeline());
        Actions.Called called = actions.run(
                run,
                action,
                run.site(args),
                state.overrides(),
                RowJson.map(paused instanceof Deferred deferred ? deferred.resolve() : paused));
        if (called.pause() == null) {
            settlement.settle(run, called.outcome(), context);
        } else {
            settlement.pause(run, called.outcome(), called.pause(), context);
        }
    }

    private void callChild(StepRun run, ToolSpec tool, Map<String, @Nullable Object> args, TaskContext context)
            throws Exception {
        ChildCalls.Request request;
        try {
            request = children.prepare(run, tool, args);
        } catch (ChildRefusedException e) {
            settlement.settle(run, Settlement.failed(e.error()), context);
            return;
        }
        if (request.waits()) {
            RunTransaction.complete(engine, context, writes -> {
                children.park(writes, run, request);
                return null;
            });
            return;
        }
        Map<String, @Nullable Object> begun = new LinkedHashMap<>();
        begun.put("execution_id", request.child().executionId());
        begun.put("path", request.child().playbook().path());
        begun.put("status", "RUNNING");
        settlement.settle(
                run,
                Subject.VISIT,
                new ToolOutcome.Succeeded(begun),
                context,
                transaction -> children.detach(transaction, run, request));
    }

    private void expire(StepRun run, TaskContext context) throws Exception {
        run.bindInputQuietly(engine.templates());
        Frame.Child child = run.frame().child();
        settlement.settle(
                run,
                Settlement.failed(ErrorObject.of(ErrorKind.TIMEOUT, "the child did not end in the time it was given")
                        .withDetail("execution_id", child == null ? null : child.executionId())),
                context);
        if (child != null) {
            canceller.cancel(child.executionId());
        }
    }
}
