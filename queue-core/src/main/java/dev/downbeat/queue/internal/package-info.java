/**
 * The queue's statements, public so that the query analysis can explain the very texts that production runs; no promise
 * to anybody else. {@link dev.downbeat.queue.internal.Claim} takes, {@link dev.downbeat.queue.internal.Flush} writes
 * back; nothing here knows the public API.
 */
@NullMarked
package dev.downbeat.queue.internal;

import org.jspecify.annotations.NullMarked;
