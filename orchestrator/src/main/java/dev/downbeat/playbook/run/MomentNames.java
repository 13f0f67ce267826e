package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Rule;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.StepEvent;
import dev.downbeat.playbook.tool.OutcomeView;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds the names that a step's rules see of the call that has ended, and of the event they are asked about. */
final class MomentNames {
    private final RunScope scope;
    private final Step step;
    private final int attempt;

    MomentNames(RunScope scope, Step step, int attempt) {
        this.scope = scope;
        this.step = step;
        this.attempt = attempt;
    }

    void outcome(ToolOutcome outcome, @Nullable Object result) {
        Object view = StepResult.of(result);
        if (outcome instanceof ToolOutcome.Succeeded || result != null) {
            scope.bind("result", view);
            scope.bind("response", view);
            scope.bind(step.name(), view);
        }
        Map<String, @Nullable Object> outcomeView = OutcomeView.of(outcome, attempt);
        scope.bind("outcome", outcomeView);
        scope.bind("output", outcomeView);
        scope.bind("attempt", attempt);
        if (outcome instanceof ToolOutcome.Failed failed) {
            scope.bind("error", failed.error().toMap());
        }
    }

    void event(String name, ToolOutcome outcome, @Nullable Object result) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("name", name);
        event.put("type", name);
        event.put("step", step.name());
        event.put("node_name", step.name());
        event.put("attempt", attempt);
        event.put("status", outcome instanceof ToolOutcome.Succeeded ? "ok" : "error");
        event.put("result", StepResult.of(result));
        event.put("response", StepResult.of(result));
        event.put(
                "error",
                outcome instanceof ToolOutcome.Failed failed ? failed.error().toMap() : null);
        scope.bind("event", event);
    }

    /** An event has aliases; a guard that names only an alias means the event. An arc is asked once, at the end. */
    static String spelling(Rule rule, StepEvent event) {
        Set<String> texts = rule.when().words();
        if (texts.contains(event.eventName())) {
            return event.eventName();
        }
        List<String> aliases = switch (event) {
            case CALL_DONE -> rule.form() == Rule.Form.ARC ? List.of("step.done", "step.exit") : List.of("step.done");
            case CALL_ERROR -> List.of("step.failed");
            case STEP_EXIT -> List.of();
            case LOOP_DONE -> rule.form() == Rule.Form.ARC ? List.of("call.done", "step.done", "step.exit") : List.of();
        };
        return aliases.stream().filter(texts::contains).findFirst().orElse(event.eventName());
    }
}
