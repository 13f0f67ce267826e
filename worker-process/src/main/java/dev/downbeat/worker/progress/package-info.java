/**
 * How a run is shown while it goes on, and in the end: {@link dev.downbeat.worker.progress.RunView} and its three
 * variants, {@link dev.downbeat.worker.progress.RunSummary}.
 */
@NullMarked
package dev.downbeat.worker.progress;

import org.jspecify.annotations.NullMarked;
