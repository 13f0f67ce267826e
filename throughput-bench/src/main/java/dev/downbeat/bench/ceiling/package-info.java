/**
 * The physical limit: bare JDBC that moves the rows of a no-op queue through its life, with no task code at all.
 *
 * <p>Every throughput figure of this project is told as a share of this one, measured in the same run on the same machine.
 */
@NullMarked
package dev.downbeat.bench.ceiling;

import org.jspecify.annotations.NullMarked;
