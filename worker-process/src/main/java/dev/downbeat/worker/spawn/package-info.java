/**
 * Worker JVMs as child processes: {@link dev.downbeat.worker.spawn.WorkerSpawner} starts one with the class path and
 * caches of this JVM, {@link dev.downbeat.worker.spawn.SpawnedWorker} follows it to its end.
 */
@NullMarked
package dev.downbeat.worker.spawn;

import org.jspecify.annotations.NullMarked;
