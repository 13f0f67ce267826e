/** Proves that the examples and the README's snippets are what they say. */
@NullMarked
package dev.downbeat.worker.examples;

import org.jspecify.annotations.NullMarked;
