/**
 * What stands in the queue's tables, summed up for people: {@link dev.downbeat.worker.overview.QueueDepths}, {@link
 * dev.downbeat.worker.overview.TaskCounts}, {@link dev.downbeat.worker.overview.LiveWorkers}.
 */
@NullMarked
package dev.downbeat.worker.overview;

import org.jspecify.annotations.NullMarked;
