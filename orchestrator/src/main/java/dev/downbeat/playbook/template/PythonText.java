package dev.downbeat.playbook.template;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as Python's {@code str} does: {@code True}, {@code None}, {@code 1.0}, {@code ['a', 1]}. */
final class PythonText {

    private final StringBuilder out = new StringBuilder();
    private final Evaluation evaluation;

    private PythonText(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** Returns the text of a value; a text is itself. */
    static String of(@Nullable Object value, Evaluation evaluation) {
        return switch (value) {
            case null -> "None";
            case String text -> text;
            case Boolean truth -> truth ? "True" : "False";
            case Number number -> number(number);
            default -> {
                PythonText text = new PythonText(evaluation);
                text.write(value, 0);
                yield text.out.toString();
            }
        };
    }

    /** Returns a number: integers in full, floats with the fewest digits that tell them apart. */
    static String number(Number number) {
        if (Numbers.isInteger(number)) {
            return number.toString();
        }
        if (number instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        double value = number.doubleValue();
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value > 0 ? "0.0" : "-0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private void write(@Nullable Object raw, int depth) {
        Object value = Plain.of(raw);
        evaluation.step();
        evaluation.checkText(out.length());
        evaluation.checkDepth(depth);
        switch (value) {
            case String text -> quote(text);
            case Map<?, ?> map -> {
                out.append('{');
                for (Iterator<? extends Map.Entry<?, ?>> entries =
                                map.entrySet().iterator();
                        entries.hasNext(); ) {
                    Map.Entry<?, ?> entry = entries.next();
                    write(entry.getKey(), depth + 1);
                    out.append(": ");
                    write(entry.getValue(), depth + 1);
                    out.append(entries.hasNext() ? ", " : "");
                }
                out.append('}');
            }
            case Collection<?> list -> {
                out.append('[');
                for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
                    write(items.next(), depth + 1);
                    out.append(items.hasNext() ? ", " : "");
                }
                out.append(']');
            }
            case null -> out.append("None");
            default -> out.append(of(value, evaluation));
        }
    }

    private void quote(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        out.append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> out.append(c == quote ? "\\" : "").append(c);
            }
        }
        out.append(quote);
    }
}
