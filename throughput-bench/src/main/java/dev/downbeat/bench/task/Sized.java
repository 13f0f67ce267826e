package dev.downbeat.bench.task;

/**
 * The payload of bench executions that are told how much to do.
 *
 * @param number counts the executions of one chunk of the enqueue, from 1
 * @param size how much, in the unit of the task's kind
 */
public record Sized(long number, int size) {}
