package dev.downbeat.playbook.pipeline;

import dev.downbeat.playbook.tool.ToolOutcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline ended, or why it waits, and the variables it changed, each by its top-level key with its whole new value.
 *
 * @param outcome the last task's outcome
 * @param pause set when it has not ended but waits; the variables are in its state then
 * @param ctx what it set in {@code ctx}, also when it failed
 * @param iter what it set in {@code iter}
 * @param step what it set in {@code step}
 */
public record PipelineOutcome(
        ToolOutcome outcome,
        @Nullable PipelinePause pause,
        Map<String, @Nullable Object> ctx,
        Map<String, @Nullable Object> iter,
        Map<String, @Nullable Object> step) {

    public PipelineOutcome {
        ctx = Collections.unmodifiableMap(new LinkedHashMap<>(ctx));
        iter = Collections.unmodifiableMap(new LinkedHashMap<>(iter));
        step = Collections.unmodifiableMap(new LinkedHashMap<>(step));
    }
}
