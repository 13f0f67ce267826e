package dev.downbeat.queue.cron;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a schedule does when its time has come.
 *
 * @param fire the slots that get an execution now, oldest first
 * @param next when to look again; empty if there is no slot any more
 */
public record Firing(List<Instant> fire, Optional<Instant> next) {

    public Firing {
        fire = List.copyOf(fire);
    }

    /**
     * Decides, at {@code now}, about the slots from {@code due} on.
     *
     * @param due the oldest slot not decided yet; not after {@code now}
     * @param live whether the execution of an earlier slot is not finished
     */
    public static Firing decide(
            Cron cron, OverlapPolicy overlap, MissedRuns missed, Instant due, Instant now, boolean live) {
        List<Instant> slots = missed.due(cron, due, now);
        return new Firing(
                switch (overlap) {
                    case ALLOW -> slots;
                    case SKIP -> live || slots.isEmpty() ? List.of() : List.of(slots.getLast());
                },
                cron.next(now));
    }
}
