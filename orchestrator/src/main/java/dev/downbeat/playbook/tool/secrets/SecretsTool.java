package dev.downbeat.playbook.tool.secrets;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.Fields;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kind {@code secrets}: reads a variable of the worker's environment ({@code provider: env}). Its value becomes a
 * step's result, and so is stored; a secret that must not be belongs into a credential or the keychain.
 */
public final class SecretsTool implements Tool {
    @Override
    public String kind() {
        return "secrets";
    }

    @Override
    public List<String> faults(Map<String, ? extends @Nullable Object> spec) {
        Object provider = spec.get("provider");
        return provider == null || provider.equals("env")
                ? List.of()
                : List.of("'provider': only env is available here, got " + provider);
    }

    @Override
    public Map<String, @Nullable Object> run(ToolCall call) throws ToolException {
        Fields fields = call.fields();
        String name = fields.require("name", "key", "secret_name", "env");
        if (name.startsWith("DOWNBEAT_") || name.equals("DATABASE_URL")) {
            throw ToolException.of(ErrorKind.AUTH, "this program's own secrets are not given to playbooks: " + name);
        }
        String value = System.getenv(name);
        if (value == null) {
            throw ToolException.of(ErrorKind.NOT_FOUND, "the worker's environment has no variable " + name);
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("name", name);
        result.put("secret_value", value);
        return result;
    }
}
