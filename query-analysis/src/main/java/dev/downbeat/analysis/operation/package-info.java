/** The production statements, with parameters that fit the loaded data. */
@NullMarked
package dev.downbeat.analysis.operation;

import org.jspecify.annotations.NullMarked;
