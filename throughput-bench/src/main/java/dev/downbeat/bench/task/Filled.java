package dev.downbeat.bench.task;

/**
 * The payload of bench executions that carry weight.
 *
 * @param number counts the executions of one run, from 1
 * @param filler the weight
 */
public record Filled(long number, String filler) {}
