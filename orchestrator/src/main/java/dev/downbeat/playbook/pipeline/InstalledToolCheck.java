package dev.downbeat.playbook.pipeline;

import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.parse.ToolCheck;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.Tools;
import java.util.List;
import java.util.Map;

/** Asks the installed tools, at registration, what is wrong with a call. */
public final class InstalledToolCheck implements ToolCheck {
    private final Tools tools;

    public InstalledToolCheck(Tools tools) {
        this.tools = tools;
    }

    @Override
    public List<String> faults(ToolSpec spec) {
        return tools.find(spec.kind())
                .map(tool -> tool.faults(PlainData.map(spec.fields().source()).orElse(Map.of())))
                .orElse(List.of());
    }
}
