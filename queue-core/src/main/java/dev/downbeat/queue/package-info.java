/**
 * The typed task queue: {@link dev.downbeat.queue.Queue} enqueues and asks, a {@link dev.downbeat.queue.Worker} runs
 * handlers, a {@link dev.downbeat.queue.Task} is the value that both share. Everything stands on one Postgres.
 */
@NullMarked
package dev.downbeat.queue;

import org.jspecify.annotations.NullMarked;
