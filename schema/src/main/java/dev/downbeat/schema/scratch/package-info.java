/** Databases that are made for one measurement and dropped after it; {@link dev.downbeat.schema.scratch.ScratchDatabases} makes them. */
@NullMarked
package dev.downbeat.schema.scratch;

import org.jspecify.annotations.NullMarked;
