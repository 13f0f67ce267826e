package dev.downbeat.playbook.tool;

import java.time.Duration;

/** A moment by which something must be done, on the monotonic clock of this process. */
public final class Deadline {

    /** Never. */
    public static final Deadline NONE = new Deadline(Long.MAX_VALUE, true);

    private final long atNanos;
    private final boolean never;

    private Deadline(long atNanos, boolean never) {
        this.atNanos = atNanos;
        this.never = never;
    }

    /** Returns the moment this far from now; more than 100 years is never. */
    public static Deadline after(Duration duration) {
        if (duration.toDays() > 36_500) {
            return NONE;
        }
        return new Deadline(System.nanoTime() + duration.toNanos(), false);
    }

    /** Returns the time left, at least zero and at most 100 years. */
    public Duration remaining() {
        if (never) {
            return Duration.ofDays(36_500);
        }
        return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
    }

    /** Returns whether the moment has passed. */
    public boolean passed() {
        return !never && atNanos - System.nanoTime() <= 0;
    }

    /** Returns the earlier of this and the moment this far from now. */
    public Deadline orAfter(Duration duration) {
        Deadline other = after(duration);
        return remaining().compareTo(other.remaining()) <= 0 ? this : other;
    }
}
