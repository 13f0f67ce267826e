package dev.downbeat.queue;

/** How many executions finish per second: a mean over about the last tenth of a second. For one thread. */
final class Pace {

    private static final double MEMORY_NANOS = 100e6; // 0.1 s

    private double perSecond;
    private long lastNanos;
    private long lastCount;

    Pace(long nowNanos) {
        this.lastNanos = nowNanos;
    }

    /** Takes the total so far, and returns the pace. */
    double at(long nowNanos, long count) {
        long elapsed = nowNanos - lastNanos;
        if (elapsed > 500_000) { // 0.5 ms: shorter spans say nothing
            double latest = (count - lastCount) * 1e9 / elapsed;
            double weight = 1 - Math.exp(-elapsed / MEMORY_NANOS);
            // Up at once, down slowly: the first claims of a backlog are not held back by the idle time before.
            perSecond = latest > perSecond ? latest : perSecond + weight * (latest - perSecond);
            lastNanos = nowNanos;
            lastCount = count;
        }
        return perSecond;
    }
}
