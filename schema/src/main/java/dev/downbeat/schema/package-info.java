/** The database schema. */
@NullMarked
package dev.downbeat.schema;

import org.jspecify.annotations.NullMarked;
