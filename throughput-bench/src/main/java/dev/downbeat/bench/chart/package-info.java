/** Charts as SVG text that needs no script, no fonts of the machine that draws, and no library in the page. */
@NullMarked
package dev.downbeat.bench.chart;

import org.jspecify.annotations.NullMarked;
