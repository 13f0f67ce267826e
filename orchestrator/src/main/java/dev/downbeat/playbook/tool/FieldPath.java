package dev.downbeat.playbook.tool;

import dev.downbeat.playbook.template.Deferred;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets a field deep in plain data, as {@code set: {ctx.a.b: 1}} does. */
public final class FieldPath {
    private FieldPath() {}

    /**
     * Returns a copy of a mapping in which the field at a dotted path has this value; what is no mapping on the way there
     * becomes one. What is deferred on the way is resolved.
     */
    public static Map<String, @Nullable Object> with(@Nullable Object mapping, String path, @Nullable Object value) {
        Map<String, @Nullable Object> copy =
                new LinkedHashMap<>(PlainData.map(resolved(mapping)).orElse(Map.of()));
        int dot = path.indexOf('.');
        if (dot < 0) {
            copy.put(path, value);
        } else {
            String field = path.substring(0, dot);
            copy.put(field, with(copy.get(field), path.substring(dot + 1), value));
        }
        return copy;
    }

    private static @Nullable Object resolved(@Nullable Object value) {
        return value instanceof Deferred deferred ? resolved(deferred.resolve()) : value;
    }
}
