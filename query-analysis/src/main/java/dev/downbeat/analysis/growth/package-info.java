/**
 * How the cost of each statement grows with the tables: {@link dev.downbeat.analysis.growth.Growth} fits it from runs on
 * databases of several sizes.
 */
@NullMarked
package dev.downbeat.analysis.growth;

import org.jspecify.annotations.NullMarked;
