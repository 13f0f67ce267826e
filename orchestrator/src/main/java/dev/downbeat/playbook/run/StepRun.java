package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.downbeat.playbook.catalog.Compiled;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.pipeline.CallSite;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.CallContext;
import dev.downbeat.playbook.tool.Deadline;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command at work: its rows, its step, and the names that the step's templates see. For one thread. */
final class StepRun {
    private static final Logger LOG = LoggerFactory.getLogger(StepRun.class);

    private final Frame frame;
    private final Compiled playbook;
    private final Step step;
    private final RunScope scope;
    private final Map<String, @Nullable Object> entered;
    private final long begunNanos = System.nanoTime();

    private StepRun(Frame frame, Compiled playbook, Step step, RunScope scope, Map<String, @Nullable Object> entered) {
        this.frame = frame;
        this.playbook = playbook;
        this.step = step;
        this.scope = scope;
        this.entered = entered;
    }

    /** Opens a command: loads what its step's templates mention, in one statement. */
    static StepRun open(Engine engine, Frame frame) {
        Compiled playbook = engine.catalog().compiled(frame.playbookId());
        Step step = playbook.step(frame.step())
                .orElseThrow(() -> new IllegalStateException("The playbook has no such step: execution=%d, step=%s"
                        .formatted(frame.command().executionId(), frame.step())));
        Memory memory =
                new Memory(engine.database(), engine.results(), frame.command().executionId());
        Map<String, @Nullable Object> ctx = RowJson.map(engine.results().read(frame.ctx()));
        Set<String> wanted = new LinkedHashSet<>(playbook.mentions(frame.step()));
        wanted.removeAll(RunScope.OF_THE_MOMENT);
        wanted.removeAll(ctx.keySet());
        if (!wanted.isEmpty()) {
            wanted.retainAll(playbook.playbook().steps().keySet());
            memory.load(wanted);
        }
        RunScope scope = new RunScope(playbook, memory, frame.command().executionId(), ctx);
        Map<String, @Nullable Object> entered = entered(engine, frame);
        scope.bind("args", entered);
        scope.bind("input", entered);
        scope.bind("worker_count", (Deferred) () -> engine.sql()
                .fetchCount(WORKER, WORKER.ENDED_AT.isNull(), WORKER.LEASE_UNTIL.gt(currentOffsetDateTime())));
        StepRun run = new StepRun(frame, playbook, step, scope, entered);
        run.bindLoop(engine);
        return run;
    }

    private static Map<String, @Nullable Object> entered(Engine engine, Frame frame) {
        Object stored = engine.results().deferred(frame.args());
        return RowJson.map(stored instanceof Deferred deferred ? deferred.resolve() : stored);
    }

    private void bindLoop(Engine engine) {
        Loop loop = step.loop();
        LoopState state = frame.loop();
        if (loop == null || state == null) {
            return;
        }
        if (frame.command().aboutItem()) {
            scope.bindItem(
                    loop.iterator(),
                    engine.results().read(frame.element()),
                    frame.command().item(),
                    state,
                    RowJson.map(engine.results().deferred(frame.call().state().iter())));
        } else {
            scope.bindLoop(state);
        }
    }

    /**
     * Renders the step's own input under the arguments it was entered with, and makes both visible.
     *
     * @throws dev.downbeat.playbook.template.TemplateException if it cannot be rendered
     */
    Map<String, @Nullable Object> bindInput(Templates templates) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        if (!step.input().isEmpty()) {
            args.putAll(RowJson.map(templates.render(step.input(), scope)));
        }
        args.putAll(entered);
        scope.bind("args", args);
        scope.bind("input", args);
        return args;
    }

    /** The input was rendered when the call began; what cannot be rendered any more is only missing. */
    void bindInputQuietly(Templates templates) {
        try {
            bindInput(templates);
        } catch (TemplateException e) {
            LOG.atDebug().addKeyValue("command", command()).setCause(e).log("The input could not be rendered again");
        }
    }

    /** Returns where the step's action is called from. */
    CallSite site(Map<String, @Nullable Object> args) {
        return new CallSite(
                scope,
                args,
                playbook.playbook().workbook(),
                playbook.playbook().keychain(),
                new CallContext(command().executionId(), step.name(), command().attempt(), Deadline.NONE));
    }

    /** Returns the arguments the step was entered with. */
    Map<String, @Nullable Object> entered() {
        return entered;
    }

    StepCommand command() {
        return frame.command();
    }

    Frame frame() {
        return frame;
    }

    Compiled playbook() {
        return playbook;
    }

    Step step() {
        return step;
    }

    RunScope scope() {
        return scope;
    }

    long elapsedNanos() {
        return System.nanoTime() - begunNanos;
    }
}
