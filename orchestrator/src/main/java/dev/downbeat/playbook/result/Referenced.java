package dev.downbeat.playbook.result;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping that was kept by reference: its own entries, and besides, by name only, those of the reference. */
final class Referenced extends AbstractMap<String, @Nullable Object> {
    private final Map<String, @Nullable Object> value;
    private final Map<String, @Nullable Object> reference;

    private Referenced(Map<String, @Nullable Object> value, Map<String, @Nullable Object> reference) {
        this.value = value;
        this.reference = reference;
    }

    /** Returns a view of a mapping, and everything else as it is. */
    static @Nullable Object of(@Nullable Object value, Map<String, @Nullable Object> reference) {
        return value instanceof Map<?, ?> ? new Referenced(RowJson.map(value), reference) : value;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return value.containsKey(key) || !isOfReference(key) ? value.get(key) : reference.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return value.containsKey(key) || (isOfReference(key) && reference.containsKey(key));
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return value.entrySet();
    }

    private static boolean isOfReference(@Nullable Object key) {
        return key instanceof String name && name.startsWith("_");
    }
}
