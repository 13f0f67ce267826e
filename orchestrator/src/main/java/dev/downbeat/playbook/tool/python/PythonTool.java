package dev.downbeat.playbook.tool.python;

import dev.downbeat.playbook.settings.PythonSettings;
import dev.downbeat.playbook.tool.CallContext;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kind {@code python}: runs {@code code} with {@code args} as global names; the result is what {@code main(…)}
 * returns, or the variable {@code result}.
 */
public final class PythonTool implements Tool {
    private static final Logger LOG = LoggerFactory.getLogger(PythonTool.class);

    @Override
    public String kind() {
        return "python";
    }

    @Override
    public List<String> faults(Map<String, ? extends @Nullable Object> spec) {
        return PythonCode.faults(spec);
    }

    @Override
    public @Nullable Object run(ToolCall call) throws ToolException, InterruptedException {
        PythonSettings settings = call.services().settings().python();
        if (!settings.enabled()) {
            throw ToolException.of(ErrorKind.AUTH, "python is switched off here: python.enabled=false");
        }
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("name", call.name());
        request.put("code", PythonCode.of(call.spec()));
        request.put("max_log", settings.maxLogBytes());
        request.put("max_result", settings.maxResultBytes());
        request.put("args", call.args());
        PythonPool pool = call.services().shared(PythonPool.class, services -> new PythonPool(settings));
        return result(call.context(), pool.call(request, call.deadline(settings.timeout())));
    }

    private static @Nullable Object result(CallContext context, Map<String, @Nullable Object> answer)
            throws ToolException {
        Object printed = answer.get("log");
        if (printed instanceof String text && !text.isEmpty()) {
            LOG.atDebug()
                    .addKeyValue("execution", context.executionId())
                    .addKeyValue("step", context.step())
                    .addKeyValue("printed", text)
                    .log("Python printed");
        }
        if (!Boolean.TRUE.equals(answer.get("ok"))) {
            throw new ToolException(PythonErrors.ofException(answer));
        }
        Object result = answer.get("result");
        ErrorObject told = PlainData.map(result).map(PythonErrors::told).orElse(null);
        if (told != null) {
            throw new ToolException(told, Objects.requireNonNull(result), null);
        }
        return result;
    }
}
