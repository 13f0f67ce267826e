package dev.downbeat.playbook.tool.artifact;

import dev.downbeat.playbook.tool.Artifacts;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.Fields;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kind {@code artifact}: {@code action: put} keeps {@code data} and returns its reference; {@code action: get}
 * returns what is kept under {@code ref} (a reference, or a mapping with {@code _ref}; {@code result_ref} among the
 * arguments is the same) or under {@code name} within the execution.
 */
public final class ArtifactTool implements Tool {
    private static final String[] REFERENCE = {"ref", "result_ref", "_ref", "reference", "name", "key"};

    @Override
    public String kind() {
        return "artifact";
    }

    @Override
    public List<String> faults(Map<String, ? extends @Nullable Object> spec) {
        Object action = spec.get("action") == null ? spec.get("operation") : spec.get("action");
        return action == null || Set.of("get", "put").contains(action.toString())
                ? List.of()
                : List.of("'action': expected get or put, got " + action);
    }

    @Override
    public @Nullable Object run(ToolCall call) throws ToolException {
        Fields fields = call.fields();
        Artifacts artifacts = call.services().artifacts();
        if (fields.text("action", "operation").orElse("get").equals("put")) {
            Object value = fields.any("data", "value", "content").orElse(null);
            return artifacts.put(call.context(), fields.text("name", "key").orElse(call.name()), value);
        }
        Object wanted = fields.any(REFERENCE)
                .or(() -> new Fields(call.args()).any(REFERENCE))
                .orElseThrow(() -> ToolException.of(ErrorKind.SCHEMA, "'ref' or 'name' is missing"));
        Object reference = PlainData.map(wanted).map(map -> map.get("_ref")).orElse(wanted);
        return artifacts
                .get(call.context(), String.valueOf(reference))
                .orElseThrow(() -> ToolException.of(ErrorKind.NOT_FOUND, "nothing is kept under " + reference));
    }
}
