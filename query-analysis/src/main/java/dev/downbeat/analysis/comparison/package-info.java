/** Two analyses side by side: {@link dev.downbeat.analysis.comparison.Comparison} marks what changed. */
@NullMarked
package dev.downbeat.analysis.comparison;

import org.jspecify.annotations.NullMarked;
