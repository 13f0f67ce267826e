package dev.downbeat.queue;

/** What an enqueue does when a live execution of the task already holds its dedupe key. */
public enum DedupePolicy {
    /** Leaves the live execution as it is; the answer is {@link Enqueued.Outcome#SKIPPED} with its id. */
    SKIP,

    /**
     * Gives the live execution the new payload, priority and time while it has not started; the answer is
     * {@link Enqueued.Outcome#REPLACED} with its id. Once it has started, as {@link #SKIP}.
     */
    REPLACE,

    /** Throws {@link DuplicateExecutionException}. */
    ERROR
}
