package dev.downbeat.bench.task;

/**
 * The payload of most bench executions.
 *
 * @param number counts the executions of one chunk of the enqueue, from 1
 */
public record Numbered(long number) {}
