package dev.downbeat.playbook.template;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code namespace()} yields: a mapping whose fields {@code set} may change. */
final class Namespace extends LinkedHashMap<String, @Nullable Object> {

    private static final long serialVersionUID = 1L;

    Namespace(Map<String, @Nullable Object> fields) {
        super(fields);
    }
}
