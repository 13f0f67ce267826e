/**
 * From a file to a running execution with workers: {@link dev.downbeat.worker.run.PlaybookSource} says what is to run,
 * {@link dev.downbeat.worker.run.WorkerFleet} keeps the workers alive, {@link dev.downbeat.worker.run.Follow} watches the
 * execution to its end.
 */
@NullMarked
package dev.downbeat.worker.run;

import org.jspecify.annotations.NullMarked;
