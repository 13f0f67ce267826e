/**
 * Meters of the queue for Micrometer, which must be on the class path: {@link dev.downbeat.queue.metrics.WorkerMeters} tells
 * what a worker does, {@link dev.downbeat.queue.metrics.QueueMeters} what waits for one. Nothing else needs this package.
 */
@NullMarked
package dev.downbeat.queue.metrics;

import org.jspecify.annotations.NullMarked;
