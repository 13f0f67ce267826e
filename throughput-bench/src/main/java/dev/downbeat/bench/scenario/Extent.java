package dev.downbeat.bench.scenario;

/**
 * How much of a scenario there is.
 *
 * @param workers worker processes
 * @param tasks executions that are enqueued
 * @param warmUp executions that all workers together run before the measurement; 0 for a cold start
 */
public record Extent(int workers, int tasks, int warmUp) {
    /** One cold worker for one execution. */
    static final Extent LEAST = new Extent(1, 1, 0);
}
