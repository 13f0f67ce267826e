/**
 * Slots of cron expressions: {@link dev.downbeat.queue.cron.Cron} tells when the next one is, in its zone and across
 * changes of its clocks; {@link dev.downbeat.queue.cron.MissedRuns} tells which of those that passed are made up for.
 * Pure arithmetic, no database.
 */
@NullMarked
package dev.downbeat.queue.cron;

import org.jspecify.annotations.NullMarked;
