package dev.downbeat.bench.task;

/**
 * The result of an execution in an open arrival.
 *
 * @param startedMicros when its handler was called; microseconds since the epoch
 */
public record Begun(long startedMicros) {}
