package dev.downbeat.queue.cron;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Which slots run that passed while no worker was there to fire them.
 *
 * @param limit at most so many of the newest due slots run; 0 to 10 000, 0 lets a slot pass that is late
 */
public record MissedRuns(int limit) {

    /** Missed slots pass; a slot counts as missed when it is more than {@link #TOLERANCE} old. */
    public static final MissedRuns SKIP = new MissedRuns(0);

    /** One execution stands for all missed slots: it is the newest one's. */
    public static final MissedRuns ONCE = new MissedRuns(1);

    /** How late a slot may be fired without counting as missed. */
    public static final Duration TOLERANCE = Duration.ofMinutes(1);

    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);

    public MissedRuns {
        if (limit < 0 || limit > 10_000) {
            throw new IllegalArgumentException("limit must be from 0 to 10 000, got " + limit);
        }
    }

    /** Every missed slot has its execution, but at most so many: the newest. */
    public static MissedRuns all(int atMost) {
        return new MissedRuns(atMost);
    }

    /**
     * Returns the slots to fire now, oldest first; none if there is none between the two, as when a zone's rules changed
     * after the oldest was computed.
     *
     * @param first the oldest slot that is due; not after {@code now}
     */
    public List<Instant> due(Cron cron, Instant first, Instant now) {
        List<Instant> newest = newest(cron, first, now, Math.max(limit, 1));
        if (newest.isEmpty()) {
            return newest;
        }
        boolean late = newest.getLast().isBefore(now.minus(TOLERANCE));
        return limit == 0 && late ? List.of() : newest;
    }

    /** Looks back over a span that doubles until it holds enough: an outage of a month costs what is fired, not a month. */
    private static List<Instant> newest(Cron cron, Instant first, Instant now, int count) {
        for (Duration span = FIRST_LOOK; ; span = span.multipliedBy(2)) {
            Instant from = now.minus(span);
            boolean whole = !from.isAfter(first);
            List<Instant> found = tail(cron, whole ? first.minusNanos(1) : from, now, count);
            if (whole || found.size() == count) {
                return found;
            }
        }
    }

    private static List<Instant> tail(Cron cron, Instant after, Instant until, int count) {
        var slots = new ArrayDeque<Instant>();
        for (var slot = cron.next(after);
                slot.isPresent() && !slot.get().isAfter(until);
                slot = cron.next(slot.get())) {
            slots.addLast(slot.get());
            if (slots.size() > count) {
                slots.removeFirst();
            }
        }
        return List.copyOf(slots);
    }
}
