package dev.downbeat.playbook.template;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as Python's {@code json.dumps} does: entries in their order, {@code ", "} and {@code ": "} between them,
 * characters beyond ASCII escaped.
 */
final class JsonText {

    private final StringBuilder out = new StringBuilder();
    private final Evaluation evaluation;
    private final String indent;
    private final boolean sorted;

    private JsonText(Evaluation evaluation, int indent, boolean sorted) {
        this.evaluation = evaluation;
        this.indent = " ".repeat(Math.clamp(indent, 0, 16));
        this.sorted = sorted;
    }

    /** Returns the JSON of a value; {@code indent} 0 for one line. */
    static String of(@Nullable Object value, Evaluation evaluation, int indent, boolean sorted) {
        JsonText json = new JsonText(evaluation, indent, sorted);
        json.write(value, 0);
        return json.out.toString();
    }

    private void write(@Nullable Object raw, int depth) {
        Object value = Plain.of(raw);
        evaluation.step();
        evaluation.checkText(out.length());
        evaluation.checkDepth(depth);
        switch (value) {
            case null -> out.append("null");
            case Boolean truth -> out.append(truth);
            case Number number -> out.append(number(number));
            case String text -> quote(text);
            case Map<?, ?> map -> writeMap(map, depth);
            case Collection<?> list -> writeList(list, depth);
            default -> throw Fail.undefined(value instanceof Absent absent ? absent.reason() : "no JSON value");
        }
    }

    private void writeMap(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        List<? extends Map.Entry<?, ?>> entries = sorted
                ? map.entrySet().stream()
                        .sorted((a, b) -> String.valueOf(a.getKey()).compareTo(String.valueOf(b.getKey())))
                        .toList()
                : List.copyOf(map.entrySet());
        out.append('{');
        for (int i = 0; i < entries.size(); i++) {
            separate(i, depth);
            quote(String.valueOf(entries.get(i).getKey()));
            out.append(": ");
            write(entries.get(i).getValue(), depth + 1);
        }
        close(depth, '}');
    }

    private void writeList(Collection<?> list, int depth) {
        if (list.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        int index = 0;
        for (Iterator<?> items = list.iterator(); items.hasNext(); index++) {
            separate(index, depth);
            write(items.next(), depth + 1);
        }
        close(depth, ']');
    }

    private void separate(int index, int depth) {
        if (index > 0) {
            out.append(indent.isEmpty() ? ", " : ",");
        }
        newLine(depth + 1);
    }

    private void close(int depth, char bracket) {
        newLine(depth);
        out.append(bracket);
    }

    private void newLine(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    /** JSON has no infinity and no NaN: they become null, which every reader accepts. */
    private static String number(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal.toString();
        }
        return Double.isFinite(number.doubleValue()) ? PythonText.number(number) : "null";
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
