package dev.downbeat.playbook.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code %} formatting, as far as playbooks use it: {@code %s %r %d %i %f %e %g %x %%} with flags, width and precision. */
final class TextFormat {

    private static final Pattern DIRECTIVE = Pattern.compile("%([-+ 0#]{0,4})(\\d{0,4})((?:\\.\\d{1,2})?)([a-zA-Z%])");

    private TextFormat() {}

    /** Formats one value, or the values of a list. */
    static String percent(String format, @Nullable Object arguments, Evaluation evaluation) {
        return format(format, arguments instanceof Collection<?> list ? list : listOf(arguments), evaluation);
    }

    static String format(String format, Collection<? extends @Nullable Object> arguments, Evaluation evaluation) {
        Iterator<? extends @Nullable Object> values = arguments.iterator();
        Matcher matcher = DIRECTIVE.matcher(format);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(directive(matcher, values, evaluation)));
            evaluation.checkText(out.length());
        }
        return matcher.appendTail(out).toString();
    }

    private static String directive(Matcher matcher, Iterator<?> values, Evaluation evaluation) {
        if (matcher.group(4).equals("%")) {
            return "%";
        }
        if (!values.hasNext()) {
            throw Fail.type("not enough values for the format");
        }
        Object value = Plain.of(values.next());
        String flags = matcher.group(1) + matcher.group(2);
        String precision = matcher.group(3);
        return switch (matcher.group(4)) {
            case "s", "r" ->
                String.format(
                        Locale.ROOT,
                        "%" + flags.replaceAll("^[+ 0#]+", "") + precision + "s",
                        PythonText.of(value, evaluation));
            case "d", "i" ->
                String.format(
                        Locale.ROOT,
                        "%" + flags + "d",
                        Numbers.decimal(number(value)).toBigInteger());
            case "x" -> String.format(Locale.ROOT, "%" + flags + "x", Numbers.big(number(value)));
            case "f", "F" ->
                String.format(Locale.ROOT, "%" + flags + precision + "f", rounded(number(value), precision));
            case "e" ->
                String.format(
                        Locale.ROOT,
                        "%" + flags + precision + "e",
                        number(value).doubleValue());
            case "g" -> PythonText.number(number(value));
            default -> throw Fail.type("unknown format %" + matcher.group(4));
        };
    }

    /** Rounds the exact value half to even, as Python does; Java's formatter would round half up. */
    private static BigDecimal rounded(Number number, String precision) {
        int digits = precision.isEmpty() ? 6 : Integer.parseInt(precision, 1, precision.length(), 10);
        BigDecimal exact = Numbers.isInteger(number) ? Numbers.decimal(number) : new BigDecimal(number.doubleValue());
        return exact.setScale(digits, RoundingMode.HALF_EVEN);
    }

    private static Number number(@Nullable Object value) {
        Number number = Numbers.of(value);
        if (number == null) {
            throw Fail.type("a number is needed, got " + Plain.type(value));
        }
        return number;
    }

    private static List<@Nullable Object> listOf(@Nullable Object value) {
        List<@Nullable Object> one = new ArrayList<>();
        one.add(value);
        return one;
    }
}
