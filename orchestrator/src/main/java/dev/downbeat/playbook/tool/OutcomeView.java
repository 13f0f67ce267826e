package dev.downbeat.playbook.tool;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An outcome as templates see it under {@code outcome} and {@code output}. Stateless. */
public final class OutcomeView {
    private OutcomeView() {}

    /**
     * Returns {@code {status, result, data, error, meta: {attempt}}}: status is {@code ok} or {@code error}; data is
     * the body of an HTTP result and else the result itself; after an HTTP call also {@code http: {status}}.
     */
    public static Map<String, @Nullable Object> of(ToolOutcome outcome, int attempt) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        Object result = outcome.result();
        view.put("status", outcome instanceof ToolOutcome.Succeeded ? "ok" : "error");
        view.put("result", ResultView.of(result));
        Map<String, @Nullable Object> wrapper = PlainData.map(result).orElse(Map.of());
        view.put("data", ResultView.isHttp(wrapper) ? wrapper.get("data") : result);
        view.put(
                "error",
                outcome instanceof ToolOutcome.Failed failed ? failed.error().toMap() : null);
        view.put("meta", Map.of("attempt", attempt));
        int status = status(outcome);
        if (status > 0) {
            view.put("http", Map.of("status", status));
        }
        return view;
    }

    /** Returns the HTTP status of the result or the error, or 0. */
    public static int status(ToolOutcome outcome) {
        if (outcome instanceof ToolOutcome.Failed failed && failed.error().status() != null) {
            return failed.error().status();
        }
        return PlainData.map(outcome.result())
                .map(map -> map.get("status_code"))
                .map(code -> code instanceof Integer status ? status : 0)
                .orElse(0);
    }
}
