/**
 * The worker JVM and the commands: {@link dev.downbeat.worker.Downbeat} is the program.
 */
@NullMarked
package dev.downbeat.worker;

import org.jspecify.annotations.NullMarked;
