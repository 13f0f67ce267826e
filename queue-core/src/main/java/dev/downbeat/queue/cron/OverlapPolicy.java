package dev.downbeat.queue.cron;

/** What a schedule does when its time comes while the execution of an earlier slot is not finished. */
public enum OverlapPolicy {
    /** Enqueues another execution. */
    ALLOW,

    /** Lets the slot pass. */
    SKIP
}
