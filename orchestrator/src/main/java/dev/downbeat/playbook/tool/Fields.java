package dev.downbeat.playbook.tool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to a tool's rendered fields. A value of the wrong type is an error of kind {@code schema} that names the
 * field. Where several names are given, the first one that is set counts.
 */
public record Fields(Map<String, @Nullable Object> values) {

    /** Returns the first of these fields that is set and not null. */
    public Optional<Object> any(String... names) {
        for (String name : names) {
            Object value = values.get(name);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** Returns a field's text; numbers and booleans count as text. */
    public Optional<String> text(String... names) throws ToolException {
        Optional<Object> value = any(names);
        if (value.isPresent() && (value.get() instanceof Map || value.get() instanceof List)) {
            throw wrong(names[0], "text", value.get());
        }
        return value.map(Object::toString);
    }

    /** Returns a field's text, or fails because it is missing. */
    public String require(String... names) throws ToolException {
        return text(names)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> ToolException.of(ErrorKind.SCHEMA, "'" + names[0] + "' is missing"));
    }

    /** Returns a field that is a map; empty when it is missing. */
    public Map<String, @Nullable Object> map(String... names) throws ToolException {
        Optional<Object> value = any(names);
        if (value.isEmpty()) {
            return Map.of();
        }
        return PlainData.map(value.get()).orElseThrow(() -> wrong(names[0], "a mapping", value.get()));
    }

    /** Returns a field that is true or false, also as text. */
    public boolean flag(String name, boolean otherwise) throws ToolException {
        Optional<Object> value = any(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        return switch (value.get().toString().strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0", "" -> false;
            default -> throw wrong(name, "true or false", value.get());
        };
    }

    /** Returns a field that is a whole number of at least {@code least}, also as text. */
    public int number(String name, int otherwise, int least) throws ToolException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get().strip());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with the field's name.
        }
        throw wrong(name, "a whole number of at least " + least, text.get());
    }

    /**
     * Returns a field that is a duration: a number of seconds, or text such as {@code 500ms}, {@code 30s}, {@code 5m}.
     */
    public Optional<Duration> duration(String... names) throws ToolException {
        Optional<Object> value = any(names);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = PlainData.duration(value.get());
        if (duration.isEmpty() || duration.get().isNegative()) {
            throw wrong(names[0], "seconds, or text such as 500ms or 5m", value.get());
        }
        return duration;
    }

    private static ToolException wrong(String name, String expected, Object got) {
        String shown = got.toString();
        return ToolException.of(
                ErrorKind.SCHEMA,
                "'%s': expected %s, got %s"
                        .formatted(name, expected, shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
    }
}
