/** The arithmetic of measurements: medians, spreads, percentiles, and whether two samples differ. */
@NullMarked
package dev.downbeat.bench.statistics;

import org.jspecify.annotations.NullMarked;
