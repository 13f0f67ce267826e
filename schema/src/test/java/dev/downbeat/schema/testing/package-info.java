/** Real databases for tests: {@link dev.downbeat.schema.testing.TestDatabase} gives each test one of its own. */
@NullMarked
package dev.downbeat.schema.testing;

import org.jspecify.annotations.NullMarked;
