package dev.downbeat.bench.scenario;

/** How a scenario is driven. */
public enum Mode {
    /** Everything is enqueued first, then the workers drain it. */
    DRAIN,
    /** Work arrives at a constant rate, whether or not the workers keep up: an open model. */
    SUSTAINED,
    /** No workers: bare SQL against the same tables. */
    CEILING,
    /** No workers: one client enqueues in bulk, and copies the same rows into the same table without the queue's help. */
    ENQUEUE;

    /** Returns the name that scenario files use. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
