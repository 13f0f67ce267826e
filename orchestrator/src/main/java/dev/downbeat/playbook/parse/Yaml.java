package dev.downbeat.playbook.parse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML value that knows its line. */
sealed interface Yaml {

    /** A text, number, boolean or null. */
    record Scalar(@Nullable Object value, int line) implements Yaml {}

    /** A list. */
    record Sequence(List<Yaml> items, int line) implements Yaml {}

    /** A mapping, its keys as text in the order of the document. */
    record Mapping(Map<String, Entry> entries, int line) implements Yaml {}

    /** One entry of a mapping: where its key stands, and its value. */
    record Entry(int line, Yaml value) {}

    int line();

    /** Returns it as maps, lists and scalars. */
    default @Nullable Object plain() {
        return switch (this) {
            case Scalar scalar -> scalar.value();
            case Sequence sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(item.plain()));
                yield Collections.unmodifiableList(items);
            }
            case Mapping mapping -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                mapping.entries()
                        .forEach((key, entry) -> entries.put(key, entry.value().plain()));
                yield Collections.unmodifiableMap(entries);
            }
        };
    }

    /** Returns whether it is null, as an empty value is. */
    default boolean isNull() {
        return this instanceof Scalar scalar && scalar.value() == null;
    }

    /** Returns what it is, for messages. */
    default String kind() {
        return switch (this) {
            case Scalar scalar -> scalar.value() == null ? "nothing" : "a " + name(scalar.value());
            case Sequence sequence -> "a list";
            case Mapping mapping -> "a mapping";
        };
    }

    private static String name(Object value) {
        return value instanceof String ? "text" : value instanceof Boolean ? "boolean" : "number";
    }
}
