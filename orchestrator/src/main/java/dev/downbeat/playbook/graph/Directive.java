package dev.downbeat.playbook.graph;

/** What a policy rule orders: {@code then: {do: …}}. */
public sealed interface Directive {

    /** Go on with the next task; a failure counts as handled. */
    record Continue() implements Directive {}

    /** Run the task again, within the policy's bounds. When they are used up the pipeline fails. */
    record Retry(RetryPolicy policy) implements Directive {}

    /** Go on with another task of the same pipeline; jumps are capped. */
    record Jump(String to) implements Directive {}

    /** End the pipeline successfully with the result so far. */
    record Break() implements Directive {}

    /** End the pipeline as failed. */
    record Fail() implements Directive {}
}
