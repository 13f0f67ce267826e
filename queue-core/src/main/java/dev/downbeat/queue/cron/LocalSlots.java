package dev.downbeat.queue.cron;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When an expression matches on a clock that never changes; what the library is asked, and all it is asked. */
final class LocalSlots {

    private static final CronParser WITH_SECONDS =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING53));
    private static final CronParser WITHOUT_SECONDS =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private static final int MAX_CACHED = 10_000;
    private static final ConcurrentHashMap<String, LocalSlots> CACHE = new ConcurrentHashMap<>();

    private final ExecutionTime times;
    private final boolean everyHour;

    private LocalSlots(ExecutionTime times, boolean everyHour) {
        this.times = times;
        this.everyHour = everyHour;
    }

    static LocalSlots of(String expression) {
        if (CACHE.size() > MAX_CACHED) {
            CACHE.clear();
        }
        return CACHE.computeIfAbsent(expression, LocalSlots::parse);
    }

    private static LocalSlots parse(String expression) {
        String[] fields = expression.trim().split("\\s+", -1);
        if (fields.length != 5 && fields.length != 6) {
            throw new IllegalArgumentException(
                    "A cron expression has 5 fields, or 6 with seconds first, this one has %d: %s"
                            .formatted(fields.length, expression));
        }
        CronParser parser = fields.length == 6 ? WITH_SECONDS : WITHOUT_SECONDS;
        try {
            var times = ExecutionTime.forCron(parser.parse(expression.trim()));
            return new LocalSlots(times, fields[fields.length - 4].startsWith("*"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Not a cron expression: %s. %s".formatted(expression, e.getMessage()), e);
        }
    }

    /** Tells whether the expression names intervals ({@code *} or {@code *}{@code /n} hours) rather than times of day. */
    boolean everyHour() {
        return everyHour;
    }

    /** Returns the first match after the time; empty if there is none any more. */
    Optional<LocalDateTime> next(LocalDateTime after) {
        // The library carries fractions of a second over into its answer.
        ZonedDateTime second = after.truncatedTo(ChronoUnit.SECONDS).atZone(ZoneOffset.UTC);
        return times.nextExecution(second).map(ZonedDateTime::toLocalDateTime);
    }
}
