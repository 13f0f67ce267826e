package dev.downbeat.playbook.tool;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads typed values out of plain data. */
public final class PlainData {
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h|d|)");

    private PlainData() {}

    /** Returns the value as a map with string keys, if it is a map. */
    @SuppressWarnings("unchecked") // Plain data: the keys of every map are strings.
    public static Optional<Map<String, @Nullable Object>> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? Optional.of((Map<String, @Nullable Object>) map) : Optional.empty();
    }

    /**
     * Returns a number of seconds, or text such as {@code 1.5}, {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h},
     * {@code 2d}.
     */
    public static Optional<Duration> duration(@Nullable Object value) {
        if (value instanceof Number number) {
            return Optional.of(seconds(number.doubleValue()));
        }
        if (value == null) {
            return Optional.empty();
        }
        Matcher matcher = DURATION.matcher(value.toString().strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double amount = Double.parseDouble(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> seconds(amount / 1_000);
                    case "m" -> seconds(amount * 60);
                    case "h" -> seconds(amount * 3_600);
                    case "d" -> seconds(amount * 86_400);
                    default -> seconds(amount);
                });
    }

    private static Duration seconds(double amount) {
        return Duration.ofNanos((long) Math.min(amount * 1e9, Long.MAX_VALUE));
    }
}
