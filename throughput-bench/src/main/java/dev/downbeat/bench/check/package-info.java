/**
 * The fixed set of checks behind {@code bench --ci}: {@link dev.downbeat.bench.check.CheckRun} runs them within one deadline
 * and tells what is slower, what is broken, and what is not there.
 */
@NullMarked
package dev.downbeat.bench.check;

import org.jspecify.annotations.NullMarked;
