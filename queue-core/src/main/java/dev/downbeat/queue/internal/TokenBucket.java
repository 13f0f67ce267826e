package dev.downbeat.queue.internal;

/**
 * The arithmetic of a bucket that holds so many tokens and fills up evenly, from empty to full in one period.
 *
 * @param amount at least 1
 * @param periodMicros at least 1
 */
record TokenBucket(int amount, long periodMicros) {

    // What rounding may lack to a whole token.
    private static final double GRAIN = 1e-9;

    /** Returns how many tokens there are after the time; a clock that was set back adds none. */
    double refilled(double tokens, long elapsedMicros) {
        return Math.min(amount, tokens + (double) Math.max(0, elapsedMicros) * amount / periodMicros);
    }

    /** Returns how many can be taken. */
    static int whole(double tokens) {
        return (int) Math.max(0, Math.floor(tokens + GRAIN));
    }

    /** Returns in how many microseconds it is full, rounded up. */
    long microsToFull(double tokens) {
        return (long) Math.ceil((amount - tokens) * periodMicros / amount);
    }
}
