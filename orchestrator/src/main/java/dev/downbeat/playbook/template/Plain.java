package dev.downbeat.playbook.template;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What plain data is worth. */
final class Plain {
    private Plain() {}

    static boolean isEmpty(@Nullable Object value) {
        return value == null
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof String text && text.isEmpty());
    }

    static boolean holds(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }
}
