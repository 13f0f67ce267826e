/**
 * Runs one scenario: a database of its own, the enqueue, the worker processes, the clock, and the books afterwards.
 *
 * <p>{@link dev.downbeat.bench.run.Coordinator} is the way in.
 */
@NullMarked
package dev.downbeat.bench.run;

import org.jspecify.annotations.NullMarked;
