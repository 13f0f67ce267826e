package dev.downbeat.queue;

import java.time.Duration;

/** Why a handler is asked to end before it is done. */
sealed interface Interruption {

    /** Somebody cancelled the execution. */
    record Cancelled(String reason) implements Interruption {}

    /** The worker stops, and the grace is over. */
    record Stopping() implements Interruption {}

    /** The worker lost its lease: what the handler does no longer counts. */
    record LeaseLost() implements Interruption {}

    /** The attempt takes longer than it may. */
    record TimedOut(Duration timeout) implements Interruption {}

    /** A lost lease outweighs all: nothing may be written. What was cancelled is neither retried nor given back. */
    default int weight() {
        return switch (this) {
            case Stopping stopping -> 0;
            case TimedOut timedOut -> 0;
            case Cancelled cancelled -> 1;
            case LeaseLost lost -> 2;
        };
    }

    /** What a handler is told that asks. */
    default String reason() {
        return switch (this) {
            case Cancelled cancelled -> cancelled.reason();
            case Stopping stopping -> "the worker stops";
            case TimedOut timedOut -> "it takes longer than " + timedOut.timeout();
            case LeaseLost lost -> "the worker lost its lease";
        };
    }
}
