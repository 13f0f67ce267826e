/**
 * For tests of applications: {@link dev.downbeat.queue.testing.QueueExtension} gives each test a queue of its own on a real
 * Postgres, a clock that it sets, and assertions on executions.
 */
@NullMarked
package dev.downbeat.queue.testing;

import org.jspecify.annotations.NullMarked;
