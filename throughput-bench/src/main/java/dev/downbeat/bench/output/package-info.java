/**
 * The forms that people and programs read a bench's outcome in: the terminal, JSON, a page with charts, Markdown, and the text
 * that Prometheus scrapes. {@link dev.downbeat.bench.output.Form} is one of them.
 */
@NullMarked
package dev.downbeat.bench.output;

import org.jspecify.annotations.NullMarked;
