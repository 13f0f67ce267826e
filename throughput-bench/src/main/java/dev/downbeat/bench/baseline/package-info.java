/**
 * Whether a run fell behind an earlier one: {@link dev.downbeat.bench.baseline.Comparison} judges figures by their noise, not by
 * a bare percentage.
 */
@NullMarked
package dev.downbeat.bench.baseline;

import org.jspecify.annotations.NullMarked;
