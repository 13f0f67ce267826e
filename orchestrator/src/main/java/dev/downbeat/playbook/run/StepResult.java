package dev.downbeat.playbook.run;

import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.tool.ResultView;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A step's result as templates see it: {@code result} and {@code data} pass through to the result itself where it has no
 * such field, and an HTTP result's fields are looked up in its data. A step without a result is an empty mapping.
 */
final class StepResult extends AbstractMap<String, @Nullable Object> {
    private final Map<String, @Nullable Object> result;

    private StepResult(Map<String, @Nullable Object> result) {
        this.result = result;
    }

    /** Returns the view of a result; what is no mapping is itself. */
    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> Map.of();
            case StepResult view -> view;
            case Deferred deferred -> (Deferred) () -> of(deferred.resolve());
            case Map<?, ?> map -> new StepResult(fields(map));
            default -> value;
        };
    }

    @SuppressWarnings("unchecked") // Plain data: the keys of every map are strings.
    private static Map<String, @Nullable Object> fields(Map<?, ?> map) {
        return ResultView.of(map) instanceof Map<?, ?> view
                ? (Map<String, @Nullable Object>) view
                : (Map<String, @Nullable Object>) map;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return result.containsKey(key) || !passesThrough(key) ? result.get(key) : this;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return result.containsKey(key) || passesThrough(key);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return result.entrySet();
    }

    private static boolean passesThrough(@Nullable Object key) {
        return "result".equals(key) || "data".equals(key);
    }
}
