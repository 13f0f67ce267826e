package dev.downbeat.queue;

/**
 * For how long nothing has finished. Counted over all wake-ups: a hint that comes in between is no progress, and no
 * standstill either. For one thread.
 */
final class Standstill {

    private long sinceNanos;
    private long lastCount;

    Standstill(long nowNanos) {
        this.sinceNanos = nowNanos;
    }

    /** There is new work: it begins to wait now. */
    void ended(long nowNanos) {
        sinceNanos = nowNanos;
    }

    /** Takes the total of what finished so far, and returns for how long that has not grown. */
    long nanos(long nowNanos, long finishedCount) {
        if (finishedCount != lastCount) {
            lastCount = finishedCount;
            sinceNanos = nowNanos;
        }
        return nowNanos - sinceNanos;
    }
}
