package dev.downbeat.playbook.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a template compiles to. */
interface Program {

    /** A value that needs no evaluation. */
    record Constant(@Nullable Object value) implements Program {
        @Override
        public @Nullable Object evaluate(Evaluation evaluation) {
            return value;
        }
    }

    @Nullable
    Object evaluate(Evaluation evaluation);

    default Set<String> names() {
        return Set.of();
    }

    default Set<String> texts() {
        return Set.of();
    }

    default Program child(String name) {
        return this;
    }

    static Program compile(@Nullable Object source, Place place) {
        return new Constant(source);
    }

    static Program condition(String text, Place place) {
        return new Constant(text);
    }

    static Program mapping(Map<String, Template> fields) {
        return new Constant(sources(fields));
    }

    static Map<String, @Nullable Object> sources(Map<String, Template> fields) {
        Map<String, @Nullable Object> sources = new LinkedHashMap<>();
        fields.forEach((key, value) -> sources.put(key, value.source()));
        return sources;
    }
}
