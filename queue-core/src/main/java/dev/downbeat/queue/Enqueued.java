package dev.downbeat.queue;

/**
 * What an enqueue did.
 *
 * @param id the execution that stands for the request from now on, new or not
 */
public record Enqueued(long id, Outcome outcome) {

    /** Whether the execution is new. */
    public enum Outcome {
        CREATED,
        SKIPPED,
        REPLACED
    }
}
