package dev.downbeat.worker.cli;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Moments as people read them, in their own time zone. */
final class Moments {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private Moments() {}

    static String local(@Nullable TemporalAccessor moment) {
        return moment == null ? "" : SECONDS.format(moment);
    }
}
