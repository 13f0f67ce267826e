package dev.downbeat.playbook.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The methods of texts. */
final class TextMethods {

    @FunctionalInterface
    private interface Method {
        @Nullable
        Object apply(String text, Args args, Evaluation evaluation);
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{|}}|\\{(\\w*)(?::([^{}]*))?}");
    private static final Map<String, Method> METHODS = new TreeMap<>();

    static {
        METHODS.put("lower", (text, args, e) -> text.toLowerCase(Locale.ROOT));
        METHODS.put("upper", (text, args, e) -> text.toUpperCase(Locale.ROOT));
        METHODS.put("casefold", (text, args, e) -> text.toLowerCase(Locale.ROOT));
        METHODS.put("title", (text, args, e) -> title(text));
        METHODS.put("capitalize", (text, args, e) -> capitalize(text));
        METHODS.put("strip", (text, args, e) -> strip(text, args, true, true));
        METHODS.put("lstrip", (text, args, e) -> strip(text, args, true, false));
        METHODS.put("rstrip", (text, args, e) -> strip(text, args, false, true));
        METHODS.put("split", (text, args, e) -> split(text, args));
        METHODS.put("rsplit", (text, args, e) -> rsplit(text, args));
        METHODS.put(
                "splitlines", (text, args, e) -> new ArrayList<>(text.lines().toList()));
        METHODS.put("partition", (text, args, e) -> partition(text, args.requireText(0, "sep")));
        METHODS.put("startswith", (text, args, e) -> affixes(args).stream().anyMatch(text::startsWith));
        METHODS.put("endswith", (text, args, e) -> affixes(args).stream().anyMatch(text::endsWith));
        METHODS.put("removeprefix", (text, args, e) -> {
            String prefix = args.requireText(0, "prefix");
            return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
        });
        METHODS.put("removesuffix", (text, args, e) -> {
            String suffix = args.requireText(0, "suffix");
            return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
        });
        METHODS.put("replace", (text, args, e) -> replace(text, args, e));
        METHODS.put("join", (text, args, e) -> ListFilters.join(args.require(0, "items"), text, e));
        METHODS.put("find", (text, args, e) -> text.indexOf(args.requireText(0, "sub")));
        METHODS.put("rfind", (text, args, e) -> text.lastIndexOf(args.requireText(0, "sub")));
        METHODS.put("index", (text, args, e) -> {
            int found = text.indexOf(args.requireText(0, "sub"));
            if (found < 0) {
                throw Fail.type("the text does not contain the part looked for");
            }
            return found;
        });
        METHODS.put("count", (text, args, e) -> count(text, args.requireText(0, "sub")));
        METHODS.put("isdigit", (text, args, e) -> all(text, Character::isDigit));
        METHODS.put("isnumeric", (text, args, e) -> all(text, Character::isDigit));
        METHODS.put("isdecimal", (text, args, e) -> all(text, Character::isDigit));
        METHODS.put("isalpha", (text, args, e) -> all(text, Character::isLetter));
        METHODS.put("isalnum", (text, args, e) -> all(text, Character::isLetterOrDigit));
        METHODS.put("isspace", (text, args, e) -> all(text, Character::isWhitespace));
        METHODS.put("islower", (text, args, e) -> all(text, c -> !Character.isUpperCase(c)));
        METHODS.put("isupper", (text, args, e) -> all(text, c -> !Character.isLowerCase(c)));
        METHODS.put("zfill", (text, args, e) -> zfill(text, padding(text, args, e)));
        METHODS.put("ljust", (text, args, e) -> text + fill(args).repeat(padding(text, args, e)));
        METHODS.put("rjust", (text, args, e) -> fill(args).repeat(padding(text, args, e)) + text);
        METHODS.put("format", TextMethods::format);
        METHODS.put("isoformat", (text, args, e) -> Moment.parse(text).iso());
        METHODS.put("strftime", (text, args, e) -> Moment.parse(text).strftime(args.requireText(0, "format")));
        METHODS.put(
                "timestamp",
                (text, args, e) -> Moment.parse(text).time().toInstant().toEpochMilli() / 1e3);
    }

    private TextMethods() {}

    static boolean has(String name) {
        return METHODS.containsKey(name);
    }

    static Collection<String> names() {
        return Collections.unmodifiableSet(METHODS.keySet());
    }

    static @Nullable Object call(String text, String name, Args args, Evaluation evaluation) {
        evaluation.checkText(text.length());
        Method method = METHODS.get(name);
        return method == null ? null : method.apply(text, args, evaluation);
    }

    static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inWord = Character.isLetterOrDigit(c) || c == '\'';
        }
        return out.toString();
    }

    static String strip(String text, Args args, boolean left, boolean right) {
        Object chars = args.get(0, "chars", null);
        IntPredicate gone = chars == null
                ? Character::isWhitespace
                : c -> String.valueOf(chars).indexOf(c) >= 0;
        int start = 0;
        int end = text.length();
        while (left && start < end && gone.test(text.charAt(start))) {
            start++;
        }
        while (right && end > start && gone.test(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    static String replace(String text, Args args, Evaluation evaluation) {
        String old = PythonText.of(args.require(0, "old"), evaluation);
        String fresh = PythonText.of(args.require(1, "new"), evaluation);
        int limit = args.integer(2, "count", -1);
        long growth = (long) count(text, old) * Math.max(0, fresh.length() - old.length());
        evaluation.checkText(text.length() + growth);
        if (limit < 0) {
            return text.replace(old, fresh);
        }
        String result = text;
        int from = 0;
        for (int i = 0; i < limit; i++) {
            evaluation.step();
            int found = result.indexOf(old, from);
            if (found < 0) {
                break;
            }
            result = result.substring(0, found) + fresh + result.substring(found + old.length());
            from = found + fresh.length() + (old.isEmpty() ? 1 : 0);
        }
        return result;
    }

    private static List<Object> split(String text, Args args) {
        int max = args.integer(1, "maxsplit", -1);
        if (args.get(0, "sep", null) == null) {
            String stripped = text.strip();
            return stripped.isEmpty()
                    ? new ArrayList<>()
                    : new ArrayList<>(Arrays.asList(stripped.split("\\s+", max < 0 ? -1 : max + 1)));
        }
        String separator = separator(args);
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int found = text.indexOf(separator);
                found >= 0 && parts.size() != max;
                found = text.indexOf(separator, from)) {
            parts.add(text.substring(from, found));
            from = found + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<Object> rsplit(String text, Args args) {
        int max = args.integer(1, "maxsplit", -1);
        if (max < 0 || args.get(0, "sep", null) == null) {
            return split(text, args);
        }
        String separator = separator(args);
        List<Object> parts = new ArrayList<>();
        String rest = text;
        for (int found = rest.lastIndexOf(separator);
                found >= 0 && parts.size() < max;
                found = rest.lastIndexOf(separator)) {
            parts.addFirst(rest.substring(found + separator.length()));
            rest = rest.substring(0, found);
        }
        parts.addFirst(rest);
        return parts;
    }

    private static String separator(Args args) {
        String separator = args.text(0, "sep", " ");
        if (separator.isEmpty()) {
            throw Fail.type("the separator must not be empty");
        }
        return separator;
    }

    private static List<Object> partition(String text, String separator) {
        int found = text.indexOf(separator);
        return found < 0
                ? new ArrayList<>(List.of(text, "", ""))
                : new ArrayList<>(
                        List.of(text.substring(0, found), separator, text.substring(found + separator.length())));
    }

    private static List<String> affixes(Args args) {
        Object affix = args.require(0, "prefix");
        if (affix instanceof String text) {
            return List.of(text);
        }
        if (affix instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw Fail.type("%s needs a text, got %s".formatted(args.callee(), Plain.type(affix)));
    }

    private static int count(String text, String part) {
        if (part.isEmpty()) {
            return text.length() + 1;
        }
        int count = 0;
        for (int found = text.indexOf(part); found >= 0; found = text.indexOf(part, found + part.length())) {
            count++;
        }
        return count;
    }

    private static boolean all(String text, IntPredicate property) {
        return !text.isEmpty() && text.chars().allMatch(property);
    }

    private static int padding(String text, Args args, Evaluation evaluation) {
        int width = args.integer(0, "width", 0);
        evaluation.checkText(width);
        return Math.max(0, width - text.length());
    }

    private static String fill(Args args) {
        return args.text(1, "fillchar", " ");
    }

    private static String zfill(String text, int zeros) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        return signed ? text.charAt(0) + "0".repeat(zeros) + text.substring(1) : "0".repeat(zeros) + text;
    }

    /** Python's {@code str.format} with {@code {}}, {@code {0}}, {@code {name}} and {@code %}-like specifications. */
    private static String format(String text, Args args, Evaluation evaluation) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder out = new StringBuilder();
        int next = 0;
        while (matcher.find()) {
            String piece;
            if (matcher.group().equals("{{") || matcher.group().equals("}}")) {
                piece = matcher.group().substring(1);
            } else {
                String name = matcher.group(1);
                boolean position = name.isEmpty() || Character.isDigit(name.charAt(0));
                int index = name.isEmpty() ? next++ : position ? Integer.parseInt(name) : Integer.MAX_VALUE;
                piece = formatted(args.require(index, name), matcher.group(2), evaluation);
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(piece));
            evaluation.checkText(out.length());
        }
        return matcher.appendTail(out).toString();
    }

    private static String formatted(@Nullable Object value, @Nullable String specification, Evaluation evaluation) {
        if (specification == null || specification.isEmpty()) {
            return PythonText.of(value, evaluation);
        }
        boolean typed = Character.isLetter(specification.charAt(specification.length() - 1));
        return TextFormat.percent("%" + specification + (typed ? "" : "s"), value, evaluation);
    }
}
