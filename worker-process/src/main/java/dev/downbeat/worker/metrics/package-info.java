/**
 * What a worker process tells those who watch it: {@link dev.downbeat.worker.metrics.MetricsEndpoint} answers a Prometheus,
 * and whether the worker lives and is ready. Its libraries are loaded by a worker that has a port only.
 */
@NullMarked
package dev.downbeat.worker.metrics;

import org.jspecify.annotations.NullMarked;
