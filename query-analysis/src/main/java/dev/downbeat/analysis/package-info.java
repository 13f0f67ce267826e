/**
 * The plans of the production statements on data of many shapes: {@link dev.downbeat.analysis.Analysis} runs them,
 * findings are computed from what they did.
 */
@NullMarked
package dev.downbeat.analysis;

import org.jspecify.annotations.NullMarked;
