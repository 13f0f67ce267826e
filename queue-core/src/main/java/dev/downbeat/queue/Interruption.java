package dev.downbeat.queue;

/** Why a handler is asked to end before it is done. */
sealed interface Interruption {

    /** Somebody cancelled the execution. */
    record Cancelled(String reason) implements Interruption {}

    /** The worker stops, and the grace is over. */
    record Stopping() implements Interruption {}

    /** The worker lost its lease: what the handler does no longer counts. */
    record LeaseLost() implements Interruption {}

    /** What a handler is told that asks. */
    default String reason() {
        return switch (this) {
            case Cancelled cancelled -> cancelled.reason();
            case Stopping stopping -> "the worker stops";
            case LeaseLost lost -> "the worker lost its lease";
        };
    }
}
