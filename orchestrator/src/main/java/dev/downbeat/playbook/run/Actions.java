package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.pipeline.CallSite;
import dev.downbeat.playbook.pipeline.PipelineOutcome;
import dev.downbeat.playbook.pipeline.PipelinePause;
import dev.downbeat.playbook.pipeline.PipelineRunner;
import dev.downbeat.playbook.pipeline.ToolRunner;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a tool or a pipeline on this worker, now; what a pipeline sets is set in the scope. Safe from any thread. */
final class Actions {
    private final Templates templates;
    private final ToolRunner tools;
    private final PipelineRunner pipelines;

    Actions(Templates templates, ToolRunner tools, PipelineRunner pipelines) {
        this.templates = templates;
        this.tools = tools;
        this.pipelines = pipelines;
    }

    /**
     * How a call went.
     *
     * @param pause set when it has not ended: a pipeline waits
     */
    record Called(ToolOutcome outcome, @Nullable PipelinePause pause) {}

    /**
     * Runs a step's action to its end, or to the next pause of a pipeline; a failure is an outcome.
     *
     * @param overrides fields merged over those of the tool, as a retry rule gave them
     * @param before where the pipeline stood at its last pause; empty for none
     * @throws InterruptedException when the call was cancelled
     */
    Called run(
            StepRun run,
            Action action,
            CallSite site,
            Map<String, @Nullable Object> overrides,
            Map<String, @Nullable Object> before)
            throws InterruptedException {
        return switch (action) {
            case ToolSpec tool ->
                new Called(
                        tools.run(run.step().name(), overrides.isEmpty() ? tool : overridden(tool, overrides), site),
                        null);
            case Pipeline pipeline -> {
                PipelineOutcome end;
                try {
                    end = pipelines.run(pipeline, bounded(pipeline, site, run.scope()), before);
                } catch (TemplateException e) {
                    yield new Called(new ToolOutcome.Failed(ToolRunner.ofTemplate(e), null), null);
                }
                yield new Called(kept(end, run.scope()), end.pause());
            }
        };
    }

    /**
     * Runs a task that a rule names to its end; what waits in it waits in this thread.
     *
     * @throws InterruptedException when the call was cancelled
     */
    ToolOutcome runInline(String name, Action action, RunScope scope, CallSite site) throws InterruptedException {
        return switch (action) {
            case ToolSpec tool -> tools.run(name, tool, site);
            case Pipeline pipeline -> kept(pipelines.run(pipeline, site), scope);
        };
    }

    private CallSite bounded(Pipeline pipeline, CallSite site, RunScope scope) {
        if (pipeline.timeout() == null) {
            return site;
        }
        Duration timeout = Duration.ofMillis(Math.round(templates.number(pipeline.timeout(), scope) * 1_000));
        return site.until(Deadline.after(timeout));
    }

    private static ToolOutcome kept(PipelineOutcome end, RunScope scope) {
        end.ctx().forEach(scope::setCtx);
        end.iter().forEach(scope::setIter);
        end.step().forEach(scope::setStep);
        return end.outcome();
    }

    /** Overrides are rendered already: what came out of a tool is never rendered again. */
    private static ToolSpec overridden(ToolSpec tool, Map<String, @Nullable Object> overrides) {
        return new ToolSpec(tool.kind(), Overlay.of(tool.fields(), overrides), tool.input(), tool.retry(), tool.line());
    }
}
