package dev.downbeat.queue.internal;

import org.jspecify.annotations.Nullable;

/** Where an execution was enqueued: {@code traceparent} and {@code tracestate} of W3C Trace Context. */
public record StoredTrace(String parent, @Nullable String state) {}
