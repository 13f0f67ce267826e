package dev.downbeat.bench.machine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time of day, which processes of one machine share. */
public final class WallClock {
    private WallClock() {}

    /** Returns the microseconds since the epoch. */
    public static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
