package dev.downbeat.queue.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression in a time zone: a rule that tells for any instant which slot comes next.
 *
 * <p>Where clocks change, expressions that name times of day run once for each of these times: one that the clocks jump
 * over runs when they have jumped, one that comes twice runs the first time. Expressions whose hour field begins with
 * {@code *} go by elapsed time: they neither pause nor catch up. So does Vixie's cron.
 *
 * <p>Immutable; safe to share.
 *
 * @param expression minute, hour, day of month, month, day of week as in Unix (Sunday is 0 or 7); or six fields with the
 *     second first, where {@code L}, {@code W}, {@code #} and {@code ?} are known too
 */
public record Cron(String expression, ZoneId zone) {

    /**
     * Checks the expression.
     *
     * @throws IllegalArgumentException if it is none, with the rule that it breaks
     */
    public Cron {
        LocalSlots.of(expression);
    }

    /** Reads an expression, its times being those of the zone. */
    public static Cron of(String expression, ZoneId zone) {
        return new Cron(expression, zone);
    }

    /** Reads an expression, its times being UTC. */
    public static Cron utc(String expression) {
        return new Cron(expression, ZoneOffset.UTC);
    }

    /** Returns the first slot after the instant; empty if there is none any more, or never was. */
    public Optional<Instant> next(Instant after) {
        LocalSlots slots = LocalSlots.of(expression);
        ZoneRules rules = zone.getRules();
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime floor = floor(slots, rules, LocalDateTime.ofInstant(after, offset), offset);
        Instant from = after;
        while (true) {
            Optional<LocalDateTime> match = slots.next(floor);
            if (match.isEmpty()) {
                return Optional.empty();
            }
            Instant slot = match.get().toInstant(offset);
            @Nullable ZoneOffsetTransition change = rules.nextTransition(from);
            if (change == null || slot.isBefore(change.getInstant())) {
                return Optional.of(slot);
            }
            if (change.isGap() && !slots.everyHour() && match.get().isBefore(change.getDateTimeAfter())) {
                return Optional.of(change.getInstant());
            }
            floor = justBefore(resumesAt(slots, change));
            offset = change.getOffsetAfter();
            from = change.getInstant();
        }
    }

    /** Where the search begins: past the second run of an hour whose times were taken in its first run. */
    private static LocalDateTime floor(LocalSlots slots, ZoneRules rules, LocalDateTime local, ZoneOffset offset) {
        @Nullable ZoneOffsetTransition change = rules.getTransition(local);
        boolean secondRun =
                change != null && change.isOverlap() && change.getOffsetAfter().equals(offset);
        return change != null && secondRun && !slots.everyHour() ? justBefore(change.getDateTimeBefore()) : local;
    }

    /** The local time from which matches count once the clocks have changed. */
    private static LocalDateTime resumesAt(LocalSlots slots, ZoneOffsetTransition change) {
        return change.isOverlap() && !slots.everyHour() ? change.getDateTimeBefore() : change.getDateTimeAfter();
    }

    /** Slots are whole seconds, and a search begins after its floor. */
    private static LocalDateTime justBefore(LocalDateTime time) {
        return time.minusSeconds(1);
    }
}
