package dev.downbeat.queue;

/**
 * What an emit did.
 *
 * @param executions enqueued for subscriptions that let the event through
 */
public record Emitted(long eventId, int executions) {}
