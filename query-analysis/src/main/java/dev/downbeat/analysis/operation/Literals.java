package dev.downbeat.analysis.operation;

import java.lang.reflect.Array;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Values that were bound through JDBC, as SQL writes them. Their types are what the statement makes of them. */
final class Literals {
    private Literals() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean flag -> flag.toString();
            case Number number -> number.toString().startsWith("-") ? "(" + number + ")" : number.toString();
            default -> quoted(value.getClass().isArray() ? array(value) : value.toString());
        };
    }

    private static String array(Object values) {
        return IntStream.range(0, Array.getLength(values))
                .mapToObj(i -> element(Array.get(values, i)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String element(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Number number -> number.toString();
            default -> "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
