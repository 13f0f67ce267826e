/** Explains a statement in a transaction that is rolled back, and reads what the server tells. */
@NullMarked
package dev.downbeat.analysis.plan;

import org.jspecify.annotations.NullMarked;
