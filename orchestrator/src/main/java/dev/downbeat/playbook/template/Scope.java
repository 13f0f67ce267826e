package dev.downbeat.playbook.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that a template sees, each resolved when it is touched.
 *
 * <p>Values are plain data: {@link Map} with string keys, {@link java.util.List}, {@link String}, {@link Boolean},
 * numbers, null, and {@link Deferred} for what is loaded on demand. A map or list may itself be lazy: indexing asks
 * {@code get}, length asks {@code size}, a loop iterates.
 */
public interface Scope {

    /** No names at all. */
    Scope EMPTY = of(Map.of());

    /** Returns whether the name is defined, be it null. */
    boolean has(String name);

    /** Returns the value of a name that {@link #has} says is defined. */
    @Nullable
    Object get(String name);

    /** Returns the scope of a map's entries; later changes of the map are seen. */
    static Scope of(Map<String, ? extends @Nullable Object> values) {
        return new Scope() {
            @Override
            public boolean has(String name) {
                return values.containsKey(name);
            }

            @Override
            public @Nullable Object get(String name) {
                return values.get(name);
            }
        };
    }

    /** Returns this scope with {@code inner} before it: a name that inner has hides this one's. */
    default Scope with(Scope inner) {
        Scope outer = this;
        return new Scope() {
            @Override
            public boolean has(String name) {
                return inner.has(name) || outer.has(name);
            }

            @Override
            public @Nullable Object get(String name) {
                return inner.has(name) ? inner.get(name) : outer.get(name);
            }
        };
    }

    /** Returns this scope with one more name, which hides an older one. */
    default Scope with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put(name, value);
        return with(of(Collections.unmodifiableMap(one)));
    }
}
