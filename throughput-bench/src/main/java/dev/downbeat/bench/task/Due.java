package dev.downbeat.bench.task;

/**
 * The payload of an execution in an open arrival.
 *
 * @param number counts the executions of one run, from 1
 * @param dueMicros when it was meant to arrive, whether or not the enqueuer was on time; microseconds since the epoch
 */
public record Due(long number, long dueMicros) {}
