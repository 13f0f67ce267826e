package dev.downbeat.queue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

/**
 * Hours of the week in which executions may start; one that has started may end outside.
 *
 * @param days on which the window opens
 * @param from opens; inclusive
 * @param to closes, exclusive; on the next day if it is not after {@code from}
 * @param zone whose days and hours these are
 */
public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    public Window {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("A window opens on one day at least.");
        }
        days = Set.copyOf(days);
    }

    /** Opens every day. */
    public static Window daily(LocalTime from, LocalTime to, ZoneId zone) {
        return new Window(EnumSet.allOf(DayOfWeek.class), from, to, zone);
    }

    /** Opens on the given days. */
    public static Window on(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
        return new Window(days, from, to, zone);
    }

    /** Tells whether the window is open at the instant. */
    public boolean isOpen(Instant instant) {
        var local = instant.atZone(zone);
        LocalTime time = local.toLocalTime();
        DayOfWeek day = local.getDayOfWeek();
        if (from.isBefore(to)) {
            return days.contains(day) && !time.isBefore(from) && time.isBefore(to);
        }
        return (days.contains(day) && !time.isBefore(from)) || (days.contains(day.minus(1)) && time.isBefore(to));
    }
}
