package dev.downbeat.playbook.tool.noop;

import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kind {@code noop}: does nothing; its result is its arguments. */
public final class NoopTool implements Tool {
    @Override
    public String kind() {
        return "noop";
    }

    @Override
    public Map<String, @Nullable Object> run(ToolCall call) {
        return call.args();
    }
}
