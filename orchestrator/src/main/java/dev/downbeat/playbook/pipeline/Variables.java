package dev.downbeat.playbook.pipeline;

import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Assignment.Target;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.FieldPath;
import dev.downbeat.playbook.tool.PlainData;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a running pipeline: those of the scope around it, with its own changes before them. For one thread.
 */
final class Variables implements Scope {
    private final Scope around;
    private final Map<String, @Nullable Object> ctx = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> iter = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> step = new LinkedHashMap<>();

    Variables(Scope around) {
        this.around = around;
    }

    /** Makes the assignments in order; each sees those before it. */
    void assign(List<Assignment> assignments, Templates templates, Scope scope) {
        for (Assignment assignment : assignments) {
            set(assignment.target(), assignment.name(), templates.render(assignment.value(), scope));
        }
    }

    /** Takes up what was changed before a pause. */
    void restore(Target target, Map<String, ? extends @Nullable Object> before) {
        changes(target).putAll(before);
    }

    Map<String, @Nullable Object> changed(Target target) {
        return Collections.unmodifiableMap(changes(target));
    }

    @Override
    public boolean has(String name) {
        Target target = target(name);
        return around.has(name)
                || ctx.containsKey(name)
                || (target != null && !changes(target).isEmpty());
    }

    @Override
    public @Nullable Object get(String name) {
        Target target = target(name);
        if (target != null) {
            return merged(target, name);
        }
        return ctx.containsKey(name) ? ctx.get(name) : around.get(name);
    }

    private void set(Target target, String name, @Nullable Object value) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            changes(target).put(name, value);
            return;
        }
        String top = name.substring(0, dot);
        Object before = merged(target, target.name().toLowerCase(Locale.ROOT)).get(top);
        changes(target).put(top, FieldPath.with(before, name.substring(dot + 1), value));
    }

    private Map<String, @Nullable Object> merged(Target target, String name) {
        Object present = around.has(name) ? around.get(name) : null;
        while (present instanceof Deferred deferred) {
            present = deferred.resolve();
        }
        Map<String, @Nullable Object> before = PlainData.map(present).orElse(Map.of());
        if (changes(target).isEmpty()) {
            return before;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(before);
        all.putAll(changes(target));
        return all;
    }

    private Map<String, @Nullable Object> changes(Target target) {
        return switch (target) {
            case CTX -> ctx;
            case ITER -> iter;
            case STEP -> step;
        };
    }

    private static @Nullable Target target(String name) {
        return switch (name) {
            case "ctx", "vars" -> Target.CTX;
            case "iter" -> Target.ITER;
            case "step" -> Target.STEP;
            default -> null;
        };
    }
}
