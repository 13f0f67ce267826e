package dev.downbeat.playbook.retry;

import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.tool.OutcomeView;
import dev.downbeat.playbook.tool.ResultView;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that {@code retry_when}, {@code stop_when} and policy rules see of the last attempt. Stateless. */
public final class AttemptScope {
    private AttemptScope() {}

    /**
     * Returns the scope with {@code outcome} and {@code output}, {@code result} and {@code response}, {@code error}
     * (null after success), {@code status_code} (0 where there is none), {@code attempt} and {@code _attempt} before
     * it.
     */
    public static Scope of(Scope scope, int attempt, ToolOutcome outcome) {
        Map<String, @Nullable Object> view = OutcomeView.of(outcome, attempt);
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        names.put("outcome", view);
        names.put("output", view);
        Object result = ResultView.of(outcome.result());
        names.put("result", result);
        names.put("response", result);
        names.put("error", view.get("error"));
        names.put("status_code", OutcomeView.status(outcome));
        names.put("attempt", attempt);
        names.put("_attempt", attempt);
        return scope.with(Scope.of(names));
    }
}
