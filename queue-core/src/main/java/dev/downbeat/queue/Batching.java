package dev.downbeat.queue;

import java.time.Duration;

/**
 * How a worker puts the executions of a task together.
 *
 * @param size at most so many in one call of the handler; 1 to 10 000
 * @param patience how long the first waits for more; not negative
 */
record Batching(int size, Duration patience) {

    Batching {
        if (size < 1 || size > 10_000) {
            throw new IllegalArgumentException("a batch has 1 to 10 000 items, got " + size);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("a batch cannot wait for a negative time, got " + patience);
        }
    }
}
