package dev.downbeat.playbook.template;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What may follow {@code |}. */
final class Filters {

    /** Turns a value into another; the value is never an {@link Absent}. */
    @FunctionalInterface
    interface Filter {
        @Nullable
        Object apply(@Nullable Object value, Args args, Evaluation evaluation);
    }

    private static final int MAX_NUMBER_CHARS = 400;
    private static final Map<String, Filter> FILTERS = new TreeMap<>();

    static {
        define((value, args, e) -> defaulted(value, args), "default", "d");
        define(Filters::toInteger, "int");
        define(Filters::toFloat, "float");
        define((value, args, e) -> PythonText.of(value, e), "string", "str");
        define((value, args, e) -> Plain.holds(value), "bool");
        define(
                (value, args, e) ->
                        JsonText.of(value, e, args.integer(0, "indent", 0), args.flag(1, "sort_keys", false)),
                "tojson",
                "to_json");
        define((value, args, e) -> fromJson(text(value, e)), "fromjson", "from_json");
        define((value, args, e) -> length(value), "length", "count");
        define((value, args, e) -> abs(value), "abs");
        define(Filters::round, "round");
        define((value, args, e) -> TextFormat.format(text(value, e), args.positional(), e), "format");
        define((value, args, e) -> base64(text(value, e)), "b64encode");
        define((value, args, e) -> fromBase64(text(value, e)), "b64decode");
        define((value, args, e) -> urlEncode(value, e), "urlencode");
        define((value, args, e) -> escape(text(value, e)), "escape", "e");
        define((value, args, e) -> value, "safe");
        define((value, args, e) -> text(value, e).strip(), "strip");
        define((value, args, e) -> TextMethods.strip(text(value, e), args, true, true), "trim");
        define((value, args, e) -> text(value, e).toLowerCase(Locale.ROOT), "lower");
        define((value, args, e) -> text(value, e).toUpperCase(Locale.ROOT), "upper");
        define((value, args, e) -> TextMethods.title(text(value, e)), "title");
        define((value, args, e) -> TextMethods.capitalize(text(value, e)), "capitalize");
        define((value, args, e) -> TextMethods.replace(text(value, e), args, e), "replace");
        define((value, args, e) -> TextMethods.call(text(value, e), "split", args, e), "split");
        define((value, args, e) -> truncate(text(value, e), args), "truncate");
        define((value, args, e) -> indent(text(value, e), args, e), "indent");
        define((value, args, e) -> text(value, e).strip().split("\\s+").length, "wordcount");
        define((value, args, e) -> attribute(value, args), "attr");
        ListFilters.define(FILTERS);
    }

    private Filters() {}

    /** Returns the name if there is such a filter; else it is a syntax fault with the list of filters. */
    static String known(String name) {
        if (!FILTERS.containsKey(name)) {
            throw Fail.syntax(
                    "unknown filter '%s', there are: %s".formatted(name, String.join(", ", FILTERS.keySet())));
        }
        return name;
    }

    /** Returns whether the filter's input may be absent. */
    static boolean acceptsAbsent(String name) {
        return name.equals("default") || name.equals("d");
    }

    static @Nullable Object apply(String name, @Nullable Object value, Args args, Evaluation evaluation) {
        evaluation.step();
        Filter filter = FILTERS.get(known(name));
        return filter == null ? null : filter.apply(value, args, evaluation);
    }

    /** Replaces what is absent, and with a true second argument also what counts as false. */
    static @Nullable Object defaulted(@Nullable Object value, Args args) {
        boolean missing = value instanceof Absent || (args.flag(1, "boolean", false) && !Plain.truth(value));
        return missing ? args.get(0, "default_value", "") : value;
    }

    /** Returns the text of a value; fails for what has no sensible text as input of a text filter. */
    static String text(@Nullable Object value, Evaluation evaluation) {
        return PythonText.of(value, evaluation);
    }

    private static void define(Filter filter, String... names) {
        for (String name : names) {
            FILTERS.put(name, filter);
        }
    }

    /** Truncates towards zero; what is no number becomes the default, 0. */
    private static @Nullable Object toInteger(@Nullable Object value, Args args, Evaluation evaluation) {
        Object fallback = args.get(0, "default", 0);
        Number number = Numbers.of(value);
        if (number != null) {
            return Numbers.isInteger(number) ? narrow(number) : truncated(number, fallback);
        }
        if (!(value instanceof String text) || text.length() > MAX_NUMBER_CHARS) {
            return fallback;
        }
        String digits = text.strip().replace("_", "");
        try {
            return Numbers.narrow(new BigInteger(digits, args.integer(1, "base", 10)));
        } catch (NumberFormatException e) {
            Number parsed = parsed(digits);
            return parsed == null ? fallback : truncated(parsed, fallback);
        }
    }

    private static Number narrow(Number integer) {
        return Numbers.narrow(Numbers.big(integer));
    }

    private static @Nullable Object truncated(Number number, @Nullable Object fallback) {
        return Double.isFinite(number.doubleValue())
                ? Numbers.narrow(
                        Numbers.decimal(number).setScale(0, RoundingMode.DOWN).toBigInteger())
                : fallback;
    }

    private static @Nullable Object toFloat(@Nullable Object value, Args args, Evaluation evaluation) {
        Number number = value instanceof String text ? parsed(text.strip()) : Numbers.of(value);
        return number == null ? args.get(0, "default", 0.0) : (Object) number.doubleValue();
    }

    private static @Nullable Number parsed(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield text.length() > MAX_NUMBER_CHARS
                            ? null
                            : (Number) new BigDecimal(text.replace("_", "")).doubleValue();
                } catch (NumberFormatException e) {
                    yield null;
                }
            }
        };
    }

    private static @Nullable Object fromJson(String text) {
        try {
            return Json.read(text);
        } catch (IOException e) {
            throw Fail.type("text is no JSON");
        }
    }

    static int length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case Map<?, ?> map -> map.size();
            case Collection<?> list -> list.size();
            case null -> throw Fail.type("none has no length");
            default -> throw Fail.type(Plain.type(value) + " has no length");
        };
    }

    private static Number abs(@Nullable Object value) {
        Number number = number(value);
        return number.doubleValue() < 0 ? Numbers.subtract(0, number) : number;
    }

    private static Number round(@Nullable Object value, Args args, Evaluation evaluation) {
        Number number = number(value);
        int digits = args.integer(0, "precision", 0);
        double factor = Math.pow(10, digits);
        return switch (args.text(1, "method", "common")) {
            case "ceil" -> Math.ceil(number.doubleValue() * factor) / factor;
            case "floor" -> Math.floor(number.doubleValue() * factor) / factor;
            case "common" -> Numbers.round(number.doubleValue(), digits);
            default -> throw Fail.type("round knows common, ceil and floor");
        };
    }

    static Number number(@Nullable Object value) {
        Number number = Numbers.of(value);
        if (number == null) {
            throw Fail.type("a number is needed, got " + Plain.type(value));
        }
        return number;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromBase64(String text) {
        return new String(Base64.getDecoder().decode(text.strip()), StandardCharsets.UTF_8);
    }

    private static String urlEncode(@Nullable Object value, Evaluation evaluation) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> urlEncode(entry.getKey(), evaluation)
                            + "="
                            + urlEncode(Plain.of(entry.getValue()), evaluation))
                    .reduce((a, b) -> a + "&" + b)
                    .orElse("");
        }
        return URLEncoder.encode(text(value, evaluation), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }

    private static String truncate(String text, Args args) {
        int length = args.integer(0, "length", 255);
        String end = args.text(2, "end", "...");
        if (text.length() <= length) {
            return text;
        }
        String cut = text.substring(0, Math.max(0, length - end.length()));
        int space = cut.lastIndexOf(' ');
        return (args.flag(1, "killwords", false) || space < 0 ? cut : cut.substring(0, space)) + end;
    }

    private static String indent(String text, Args args, Evaluation evaluation) {
        String margin = " ".repeat(Math.clamp(args.integer(0, "width", 4), 0, 200));
        evaluation.checkText((long) text.length() * (margin.length() + 1));
        String indented = text.replace("\n", "\n" + margin);
        return args.flag(1, "first", false) ? margin + indented : indented;
    }

    private static @Nullable Object attribute(@Nullable Object value, Args args) {
        return Evaluation.present(Access.field(value, args.requireText(0, "name")));
    }
}
