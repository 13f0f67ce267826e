/**
 * The machine by itself: its time of day, and how fast it is just now. Others may use it, and no figure of a run means more
 * than that allows. {@link dev.downbeat.bench.machine.Yardstick} measures it without anything of Downbeat's.
 */
@NullMarked
package dev.downbeat.bench.machine;

import org.jspecify.annotations.NullMarked;
