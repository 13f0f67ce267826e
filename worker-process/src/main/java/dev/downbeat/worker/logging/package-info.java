/**
 * Log lines on standard error. Logback is set up by code, not by a file, because a worker's start pays for every class
 * that a configuration file would load: {@link dev.downbeat.worker.logging.LogSetup}.
 */
@NullMarked
package dev.downbeat.worker.logging;

import org.jspecify.annotations.NullMarked;
