package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.pipeline.PipelineRunner;
import dev.downbeat.playbook.pipeline.ToolRunner;
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

    private final Engine engine;
    private final Actions actions;
    private final ChildCalls children;
    private final LoopCalls loops;
    private final Settlement settlement;
    private final Canceller canceller;

    /** Runs actions with these runners. */
    public StepHandler(Engine engine, ToolRunner tools, PipelineRunner pipelines) {
        this.engine = engine;
        this.actions = new Actions(tools, pipelines);
        this.children = new ChildCalls(engine);
        this.canceller = new Canceller(engine);
        this.settlement = new Settlement(engine, actions, canceller);
        this.loops = new LoopCalls(engine, settlement);
    }

    @Override
    public @Nullable Void handle(StepCommand command, TaskContext context) throws Exception {
        Frame frame = Frames.read(engine.database(), command).orElse(null);
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
                    .ifPresent(run -> new RunWrites(writes)
                            .fail(engine.catalog().compiled(transaction.connection(), frame.playbookId()), run, error));
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
            settlement.settle(run, Settlement.failed(RuleWalk.templateError(e)), context);
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
        settlement.settle(run, outcome, context);
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
        settlement.settle(
                run,
                RuleWalk.Subject.VISIT,
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
