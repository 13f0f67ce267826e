/**
 * How fast the machine is by itself just now: others may use it, and no figure of a run means more than that allows. {@link
 * dev.downbeat.bench.machine.Yardstick} measures it without anything of Downbeat's.
 */
@NullMarked
package dev.downbeat.bench.machine;

import org.jspecify.annotations.NullMarked;
