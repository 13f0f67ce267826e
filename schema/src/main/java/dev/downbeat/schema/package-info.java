/**
 * The database a process talks to, and the schema that stands in it.
 *
 * <p>{@link dev.downbeat.schema.DatabaseLocator} opens the database that the user named, or an embedded one;
 * {@link dev.downbeat.schema.Readiness} waits for it; {@link dev.downbeat.schema.SchemaInstaller} brings its schema up
 * to date. The generated jOOQ classes are in {@code dev.downbeat.schema.jooq}.
 */
@NullMarked
package dev.downbeat.schema;

import org.jspecify.annotations.NullMarked;
