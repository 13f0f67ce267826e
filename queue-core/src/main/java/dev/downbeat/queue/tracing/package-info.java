/**
 * Spans of the queue for OpenTelemetry, whose API must be on the class path:
 * {@link dev.downbeat.queue.tracing.OpenTelemetryTracing}. Nothing else needs this package.
 */
@NullMarked
package dev.downbeat.queue.tracing;

import org.jspecify.annotations.NullMarked;
