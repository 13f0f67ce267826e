/**
 * What a person or a program reads: {@link dev.downbeat.worker.console.Console} prints lines, tables and JSON documents
 * for the terminal at hand.
 */
@NullMarked
package dev.downbeat.worker.console;

import org.jspecify.annotations.NullMarked;
