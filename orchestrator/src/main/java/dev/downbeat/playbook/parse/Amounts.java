package dev.downbeat.playbook.parse;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads numbers and durations as playbooks write them. */
final class Amounts {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d|)");

    private Amounts() {}

    /** Returns a duration: a number of seconds, or text such as {@code 1.5}, {@code 500ms}, {@code 5m}. */
    static Optional<Duration> duration(@Nullable Object value) {
        Matcher matcher = DURATION.matcher(String.valueOf(value).strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double seconds = Double.parseDouble(matcher.group(1))
                * switch (matcher.group(2)) {
                    case "ms" -> 0.001;
                    case "m" -> 60;
                    case "h" -> 3_600;
                    case "d" -> 86_400;
                    default -> 1;
                };
        return Optional.of(Duration.ofNanos(Math.round(Math.min(seconds, 1e9) * 1e9)));
    }

    /** Returns an integer, also from a text or a float without a fraction. */
    static Optional<Integer> integer(@Nullable Object value) {
        try {
            double number = Double.parseDouble(String.valueOf(value).strip());
            return number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE
                    ? Optional.of((int) number)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns a number. */
    static Optional<Double> number(@Nullable Object value) {
        try {
            double number = Double.parseDouble(String.valueOf(value).strip());
            return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
