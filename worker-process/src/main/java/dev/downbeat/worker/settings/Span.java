package dev.downbeat.worker.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time as people write it: {@code 250ms}, {@code 1.5s}, {@code 2m}, {@code 1h}, {@code 7d}, or ISO-8601. */
public final class Span {
    private static final Pattern SHORT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(ms|s|m|h|d)?");

    private Span() {}

    /**
     * Returns the span; a bare number counts seconds.
     *
     * @throws IllegalArgumentException if the text is no span
     */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text.strip());
        if (!matcher.matches()) {
            return iso(text);
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        return Duration.ofNanos((long) (Double.parseDouble(matcher.group(1)) * unitNanos(unit)));
    }

    /** Returns the shortest text that {@link #parse} reads as this span, to the millisecond. */
    public static String format(Duration span) {
        long millis = span.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            long size = (long) unitNanos(unit) / 1_000_000;
            if (millis % size == 0) {
                return millis / size + unit;
            }
        }
        return millis + "ms";
    }

    /** Returns the span as a person reads it in a summary: {@code 18 ms}, {@code 4.2 s}, {@code 2 min 5 s}. */
    public static String humane(Duration span) {
        long millis = span.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return "%.1f s".formatted(millis / 1000.0);
        }
        long seconds = span.toSeconds();
        return seconds < 3600
                ? "%d min %d s".formatted(seconds / 60, seconds % 60)
                : "%d h %d min".formatted(seconds / 3600, seconds % 3600 / 60);
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a time: " + text, e);
        }
    }

    private static double unitNanos(String unit) {
        return switch (unit) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 86_400e9;
        };
    }
}
