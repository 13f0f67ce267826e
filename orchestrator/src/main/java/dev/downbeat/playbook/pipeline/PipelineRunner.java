package dev.downbeat.playbook.pipeline;

import dev.downbeat.playbook.graph.Assignment.Target;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.PipelineTask;
import dev.downbeat.playbook.pipeline.PipelineDecision.Decided;
import dev.downbeat.playbook.retry.AttemptScope;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.OutcomeView;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ResultView;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of a pipeline in order, as one unit, in the calling thread. A task's retry that waits longer than a
 * moment ends the run with a {@link PipelinePause}; it goes on where it stood. Safe for use by several threads.
 *
 * <p>In scope, besides the names around it: each finished task by name, {@code results}, {@code _prev} (the last
 * result), {@code _task}, {@code _attempt}, {@code outcome}/{@code output}, {@code ctx} and {@code iter} with what the
 * pipeline set.
 */
public final class PipelineRunner {
    private static final int MAX_JUMPS = 10_000;

    // Waiting so long in place costs less than coming back.
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final ToolRunner tools;
    private final Templates templates;

    public PipelineRunner(ToolRunner tools) {
        this.tools = tools;
        this.templates = tools.templates();
    }

    /**
     * Runs the pipeline to its end; its retries wait in the thread.
     *
     * @throws InterruptedException when it was cancelled
     */
    public PipelineOutcome run(Pipeline pipeline, CallSite site) throws InterruptedException {
        return new Run(pipeline, site, false).toItsEnd();
    }

    /**
     * Runs the pipeline to its end or to its next pause.
     *
     * @param before the state of its last pause, empty at the first time
     * @throws InterruptedException when it was cancelled
     */
    public PipelineOutcome run(Pipeline pipeline, CallSite site, Map<String, @Nullable Object> before)
            throws InterruptedException {
        Run run = new Run(pipeline, site, true);
        if (!before.isEmpty()) {
            run.restore(before);
        }
        return run.toItsEnd();
    }

    /** One run: where it stands, and what its templates see. For one thread. */
    private final class Run {
        private final List<PipelineTask> tasks;
        private final CallSite site;
        private final boolean pauses;
        private final Variables variables;
        private final Map<String, @Nullable Object> results = new LinkedHashMap<>();
        private final Map<String, @Nullable Object> names = new LinkedHashMap<>();
        private final Scope scope;
        private int at;
        private int attempt = 1;
        private int jumps;
        private Deadline deadline;
        private @Nullable Duration pause;

        Run(Pipeline pipeline, CallSite site, boolean pauses) {
            this.tasks = pipeline.tasks();
            this.site = site;
            this.pauses = pauses;
            this.deadline = site.context().deadline();
            this.variables = new Variables(site.scope());
            this.scope = variables.with(Scope.of(results)).with(Scope.of(names));
            names.put("results", results);
            names.put("_prev", null);
        }

        PipelineOutcome toItsEnd() throws InterruptedException {
            ToolOutcome end = null;
            while (end == null) {
                PipelineTask task = tasks.get(at);
                names.put("_task", task.name());
                names.put("_attempt", attempt);
                ToolOutcome outcome = tools.run(
                        task.name(),
                        task.tool(),
                        site.within(scope).attempt(attempt).until(deadline));
                end = after(task, outcome);
                if (pause != null) {
                    return new PipelineOutcome(
                            outcome, new PipelinePause(pause, state(pause)), Map.of(), Map.of(), Map.of());
                }
            }
            return new PipelineOutcome(
                    end,
                    null,
                    variables.changed(Target.CTX),
                    variables.changed(Target.ITER),
                    variables.changed(Target.STEP));
        }

        private Map<String, @Nullable Object> state(Duration waits) {
            Map<String, @Nullable Object> state = new LinkedHashMap<>();
            state.put("task", tasks.get(at).name());
            state.put("attempt", attempt);
            state.put("jumps", jumps);
            state.put("left_ms", deadline.remaining().minus(waits).toMillis());
            state.put("results", results);
            state.put("outcome", names.get("outcome"));
            for (Target target : Target.values()) {
                state.put(target.name(), variables.changed(target));
            }
            return state;
        }

        void restore(Map<String, @Nullable Object> state) {
            String task = String.valueOf(state.get("task"));
            at = Math.max(0, tasks.stream().map(PipelineTask::name).toList().indexOf(task));
            attempt = number(state, "attempt");
            jumps = number(state, "jumps");
            if (state.get("left_ms") instanceof Number left) {
                deadline = Deadline.after(Duration.ofMillis(left.longValue()));
            }
            PlainData.map(state.get("results"))
                    .ifPresent(kept -> kept.forEach((name, result) -> results.put(name, ResultView.of(result))));
            names.put("_prev", results.get(task));
            names.put("outcome", state.get("outcome"));
            names.put("output", state.get("outcome"));
            for (Target target : Target.values()) {
                PlainData.map(state.get(target.name())).ifPresent(kept -> variables.restore(target, kept));
            }
        }

        private static int number(Map<String, @Nullable Object> state, String key) {
            return state.get(key) instanceof Number number ? number.intValue() : 0;
        }

        /** Applies what follows a task; returns the pipeline's outcome, or null while it goes on. */
        private @Nullable ToolOutcome after(PipelineTask task, ToolOutcome outcome) throws InterruptedException {
            try {
                keep(task, outcome);
                Scope seen = AttemptScope.of(scope, attempt, outcome);
                if (outcome instanceof ToolOutcome.Succeeded) {
                    variables.assign(task.assignments(), templates, seen);
                }
                Decided decided = PipelineDecision.after(
                        task.bound(templates, seen), attempt, outcome, condition -> templates.test(condition, seen));
                variables.assign(decided.assignments(), templates, seen);
                return apply(decided.decision(), outcome);
            } catch (TemplateException e) {
                return new ToolOutcome.Failed(ToolRunner.ofTemplate(e), outcome.result());
            }
        }

        private void keep(PipelineTask task, ToolOutcome outcome) {
            Object result = ResultView.of(outcome.result());
            if (result == null && outcome instanceof ToolOutcome.Failed failed) {
                Map<String, @Nullable Object> told = new LinkedHashMap<>();
                told.put("status", "error");
                told.put("error", failed.error().toMap());
                result = told;
            }
            results.put(task.name(), result);
            names.put("_prev", result);
            Map<String, @Nullable Object> view = OutcomeView.of(outcome, attempt);
            names.put("outcome", view);
            names.put("output", view);
        }

        private @Nullable ToolOutcome apply(PipelineDecision decision, ToolOutcome outcome)
                throws InterruptedException {
            return switch (decision) {
                case PipelineDecision.Continue next -> at + 1 < tasks.size() ? goTo(at + 1) : succeeded(outcome);
                case PipelineDecision.Break end -> succeeded(outcome);
                case PipelineDecision.Jump jump -> jump(jump.to(), outcome);
                case PipelineDecision.Again again -> again(again.after(), outcome);
                case PipelineDecision.Fail fail -> failed(fail.reason(), outcome);
            };
        }

        private @Nullable ToolOutcome goTo(int index) {
            at = index;
            attempt = 1;
            return null;
        }

        private @Nullable ToolOutcome jump(String to, ToolOutcome outcome) {
            if (++jumps > MAX_JUMPS) {
                return failed("it jumped %d times".formatted(MAX_JUMPS), new ToolOutcome.Succeeded(outcome.result()));
            }
            for (int index = 0; index < tasks.size(); index++) {
                if (tasks.get(index).name().equals(to)) {
                    return goTo(index);
                }
            }
            return failed("there is no task '%s' to jump to".formatted(to), outcome);
        }

        private @Nullable ToolOutcome again(Duration after, ToolOutcome outcome) throws InterruptedException {
            if (after.compareTo(deadline.remaining()) >= 0) {
                return failed("the deadline comes before the next attempt", outcome);
            }
            attempt++;
            if (pauses && after.compareTo(MOMENT) > 0) {
                pause = after;
            } else {
                Thread.sleep(after);
            }
            return null;
        }

        private ToolOutcome succeeded(ToolOutcome outcome) {
            return new ToolOutcome.Succeeded(outcome.result());
        }

        private ToolOutcome failed(String reason, ToolOutcome outcome) {
            if (outcome instanceof ToolOutcome.Failed) {
                return outcome;
            }
            String message = "pipeline task '%s' succeeded, but %s"
                    .formatted(tasks.get(at).name(), reason);
            return new ToolOutcome.Failed(ErrorObject.of(ErrorKind.UNKNOWN, message), outcome.result());
        }
    }
}
