/**
 * One worker JVM from start to stop. {@link dev.downbeat.worker.process.TaskProvider} is how an application's own tasks
 * come into it; {@link dev.downbeat.worker.process.WorkerEvent} is what it tells the process that started it.
 */
@NullMarked
package dev.downbeat.worker.process;

import org.jspecify.annotations.NullMarked;
