package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Action;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.pipeline.CallSite;
import dev.downbeat.playbook.pipeline.PipelineOutcome;
import dev.downbeat.playbook.pipeline.PipelineRunner;
import dev.downbeat.playbook.pipeline.ToolRunner;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a tool or a pipeline on this worker, now; what a pipeline sets is set in the scope. Safe from any thread. */
final class Actions {
    private final ToolRunner tools;
    private final PipelineRunner pipelines;

    Actions(ToolRunner tools, PipelineRunner pipelines) {
        this.tools = tools;
        this.pipelines = pipelines;
    }

    /**
     * Runs to the end; a failure is an outcome.
     *
     * @param overrides fields merged over those of the tool, as a retry rule gave them
     * @throws InterruptedException when the call was cancelled
     */
    ToolOutcome run(String name, Action action, RunScope scope, CallSite site, Map<String, @Nullable Object> overrides)
            throws InterruptedException {
        return switch (action) {
            case ToolSpec tool -> tools.run(name, overrides.isEmpty() ? tool : overridden(tool, overrides), site);
            case Pipeline pipeline -> {
                PipelineOutcome end = pipelines.run(pipeline, site);
                end.ctx().forEach(scope::setCtx);
                end.iter().forEach(scope::setIter);
                end.step().forEach(scope::setStep);
                yield end.outcome();
            }
        };
    }

    /** Overrides are rendered already: what came out of a tool is never rendered again. */
    private static ToolSpec overridden(ToolSpec tool, Map<String, @Nullable Object> overrides) {
        return new ToolSpec(tool.kind(), Overlay.of(tool.fields(), overrides), tool.input(), tool.retry(), tool.line());
    }
}
