/** Work that arrives at a constant rate, and what bare SQL takes to carry it to a durable claim. */
@NullMarked
package dev.downbeat.bench.arrival;

import org.jspecify.annotations.NullMarked;
