/** The data that statements are explained on: shapes of the queue's tables, loaded by COPY. */
@NullMarked
package dev.downbeat.analysis.distribution;

import org.jspecify.annotations.NullMarked;
