/** The coordinator that spawns worker processes, measures them and checks that nothing was lost or doubled. */
@NullMarked
package dev.downbeat.bench;

import org.jspecify.annotations.NullMarked;
