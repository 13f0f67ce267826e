package dev.downbeat.queue;

/** Decides how many executions to claim: what has a slot, and what will soon have one at the present pace. */
final class Prefetch {

    /** Claimed ahead: what starts within this time. Longer would hoard, shorter would starve during a claim. */
    static final double HORIZON_SECONDS = 0.1;

    private Prefetch() {}

    /**
     * Returns how many to claim now; 0 to wait for room.
     *
     * @param free slots without work
     * @param buffered claimed and not started
     * @param perSecond executions that lately finished
     */
    static int want(int free, int buffered, double perSecond, int fetchBatch) {
        int ahead = ahead(perSecond, fetchBatch);
        int room = free + ahead - buffered;
        // A claim has its price whatever its size: while work is buffered, a small one can wait.
        boolean worthwhile = room > 0 && (buffered < free || room >= ahead / 2);
        return worthwhile ? Math.min(room, fetchBatch) : 0;
    }

    /** Returns how many may wait in the buffer. */
    static int ahead(double perSecond, int fetchBatch) {
        return (int) Math.min(perSecond * HORIZON_SECONDS, 2.0 * fetchBatch);
    }
}
