package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.plan.Bound;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A statement of JDBC and the places for its values.
 *
 * @param jdbc the text with question marks
 */
record Places(String jdbc) {
    /** What may hold a question mark that is no place comes first, then the place. */
    private static final Pattern TOKENS =
            Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|(?s:/\\*.*?\\*/)|(?<twice>\\?\\?)|(?<place>\\?)");

    /** Returns the text as the server's own {@code prepare} wants it, with {@code $1}, {@code $2} … */
    String open() {
        return filled(place -> "$" + place);
    }

    /** Returns the statement with its values, by their places from 1. */
    Bound bound(Map<Integer, @Nullable Object> values) {
        String all = IntStream.rangeClosed(1, count())
                .mapToObj(place -> Literals.of(values.get(place)))
                .collect(Collectors.joining(", ", "(", ")"));
        return new Bound(filled(place -> Literals.of(values.get(place))), open(), count() == 0 ? "" : all);
    }

    private int count() {
        return (int) TOKENS.matcher(jdbc)
                .results()
                .filter(token -> token.group().equals("?"))
                .count();
    }

    private String filled(IntFunction<String> value) {
        Matcher matcher = TOKENS.matcher(jdbc);
        StringBuilder text = new StringBuilder();
        int count = 0;
        while (matcher.find()) {
            String token = matcher.group();
            if (matcher.group("place") != null) {
                count++;
                token = value.apply(count);
            } else if (matcher.group("twice") != null) {
                token = "?";
            }
            matcher.appendReplacement(text, Matcher.quoteReplacement(token));
        }
        return matcher.appendTail(text).toString();
    }
}
