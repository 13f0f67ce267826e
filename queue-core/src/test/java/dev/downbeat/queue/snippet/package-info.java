/**
 * Holds what the pages say to be true: {@link dev.downbeat.queue.snippet.Page} finds their code, the tests compile it and
 * run it. What a page leaves out for brevity stands under its name in the resources {@code snippets}.
 */
@NullMarked
package dev.downbeat.queue.snippet;

import org.jspecify.annotations.NullMarked;
