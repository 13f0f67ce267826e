package dev.downbeat.queue.internal;

import org.jspecify.annotations.Nullable;

/**
 * Why an attempt did not complete, ready to be stored.
 *
 * @param error JSON text
 */
public record Fault(String error, @Nullable String stack) {}
