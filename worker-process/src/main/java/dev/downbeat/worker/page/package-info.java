/**
 * Pages that need nothing but themselves: no script, no network, readable on paper and on a telephone. {@link
 * dev.downbeat.worker.page.Page} is the frame, {@link dev.downbeat.worker.page.HtmlTable} what most of them are made of.
 */
@NullMarked
package dev.downbeat.worker.page;

import org.jspecify.annotations.NullMarked;
