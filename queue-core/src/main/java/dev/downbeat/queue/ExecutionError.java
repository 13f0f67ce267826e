package dev.downbeat.queue;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why an execution or an attempt did not complete.
 *
 * @param type the class name of the exception; empty if none was thrown
 * @param message what it said
 */
public record ExecutionError(Kind kind, String type, String message) {

    /** What sort of end it was. */
    public enum Kind {
        /** The handler threw. */
        @JsonProperty("failure")
        FAILURE,
        /** The worker died, or lost its lease. */
        @JsonProperty("crash")
        CRASH,
        /** It took longer than was allowed. */
        @JsonProperty("timeout")
        TIMEOUT,
        /** Somebody cancelled it. */
        @JsonProperty("cancelled")
        CANCELLED
    }
}
