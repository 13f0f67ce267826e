package dev.downbeat.playbook.tool.http;

import dev.downbeat.playbook.settings.HttpSettings;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kind {@code http}: one request; a response that is not 2xx is an error that keeps the response. */
public final class HttpTool implements Tool {
    @Override
    public String kind() {
        return "http";
    }

    @Override
    public List<String> faults(Map<String, ? extends @Nullable Object> spec) {
        return spec.get("url") == null && spec.get("endpoint") == null ? List.of("http needs 'url'") : List.of();
    }

    @Override
    public Map<String, @Nullable Object> run(ToolCall call) throws ToolException, InterruptedException {
        HttpSettings settings = call.services().settings().http();
        HttpCall request = HttpCalls.of(call);
        Deadline deadline = call.deadline(settings.timeout());
        HttpCaller caller = call.services().shared(HttpCaller.class, services -> new HttpCaller(settings));
        long started = System.nanoTime();
        HttpResponse<byte[]> response = caller.send(request, deadline);
        return HttpResult.of(request, response, Duration.ofNanos(System.nanoTime() - started));
    }
}
