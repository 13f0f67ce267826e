package dev.downbeat.worker.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a setting's text is read.
 *
 * @param expected what a right value looks like, as error messages and the documentation say it
 * @param reader reads the text, or throws {@link IllegalArgumentException}
 */
public record SettingType<T>(String expected, Reader<T> reader) {
    /** Reads a setting's text. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Returns the value, or throws {@link IllegalArgumentException}. */
        T read(String text);
    }

    /** Returns any text. */
    public static SettingType<String> text() {
        return new SettingType<>("text", text -> text);
    }

    /** Returns {@code true} or {@code false}. */
    public static SettingType<Boolean> flag() {
        return new SettingType<>("true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** Returns a whole number within bounds, both included. */
    public static SettingType<Integer> whole(int least, int most) {
        return new SettingType<>("a whole number from %d to %d".formatted(least, most), text -> {
            int value = Integer.parseInt(text);
            return within(value >= least && value <= most, value);
        });
    }

    /** Returns a span of time within bounds, both included. */
    public static SettingType<Duration> span(Duration least, Duration most) {
        String expected = "a time from %s to %s".formatted(Span.format(least), Span.format(most));
        return new SettingType<>(expected, text -> {
            Duration value = Span.parse(text);
            return within(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, value);
        });
    }

    /** Returns one of the words. */
    public static SettingType<String> oneOf(String... words) {
        return new SettingType<>(
                "one of " + String.join(", ", words),
                text -> within(Arrays.asList(words).contains(text), text));
    }

    /** Returns words parted by commas. */
    public static SettingType<List<String>> words() {
        return new SettingType<>("words parted by commas", SettingType::split);
    }

    /** Returns {@code KEY=VALUE} pairs parted by commas. */
    public static SettingType<Map<String, String>> pairs() {
        return new SettingType<>("KEY=VALUE pairs parted by commas", text -> {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String pair : split(text)) {
                int equals = pair.indexOf('=');
                within(equals > 0, pair);
                pairs.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
            return pairs;
        });
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static <T> T within(boolean good, T value) {
        if (!good) {
            throw new IllegalArgumentException(String.valueOf(value));
        }
        return value;
    }
}
