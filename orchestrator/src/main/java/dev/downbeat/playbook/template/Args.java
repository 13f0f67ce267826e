package dev.downbeat.playbook.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The evaluated arguments of a function, filter, test or method. */
record Args(String callee, List<@Nullable Object> positional, Map<String, @Nullable Object> named) {

    static Args none(String callee) {
        return new Args(callee, List.of(), Map.of());
    }

    int count() {
        return positional.size() + named.size();
    }

    boolean has(int index, String name) {
        return index < positional.size() || named.containsKey(name);
    }

    @Nullable
    Object get(int index, String name, @Nullable Object fallback) {
        if (index < positional.size()) {
            return positional.get(index);
        }
        return named.containsKey(name) ? named.get(name) : fallback;
    }

    @Nullable
    Object require(int index, String name) {
        if (!has(index, name)) {
            throw Fail.type("%s needs the argument %s".formatted(callee, name));
        }
        return get(index, name, null);
    }

    String text(int index, String name, String fallback) {
        Object value = get(index, name, fallback);
        if (value instanceof String text) {
            return text;
        }
        throw Fail.type("%s needs a text as %s, got %s".formatted(callee, name, Plain.type(value)));
    }

    String requireText(int index, String name) {
        require(index, name);
        return text(index, name, "");
    }

    int integer(int index, String name, int fallback) {
        Object value = get(index, name, fallback);
        Number number = Numbers.of(value);
        if (number == null || !Numbers.isInteger(number)) {
            throw Fail.type("%s needs an integer as %s, got %s".formatted(callee, name, Plain.type(value)));
        }
        return Math.clamp(
                Numbers.big(number).bitLength() > 63 ? Long.MAX_VALUE : number.longValue(),
                Integer.MIN_VALUE,
                Integer.MAX_VALUE);
    }

    boolean flag(int index, String name, boolean fallback) {
        return Plain.truth(get(index, name, fallback));
    }

    /** Returns these arguments without the first {@code count} positional ones. */
    Args from(int count) {
        return new Args(callee, positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }
}
