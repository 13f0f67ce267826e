/** The kind {@code noop}: {@link dev.downbeat.playbook.tool.noop.NoopTool} does nothing. */
@NullMarked
package dev.downbeat.playbook.tool.noop;

import org.jspecify.annotations.NullMarked;
