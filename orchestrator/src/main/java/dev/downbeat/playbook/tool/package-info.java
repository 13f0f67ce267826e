/**
 * What a playbook's step can do: a {@link dev.downbeat.playbook.tool.Tool} per kind, found by {@code ServiceLoader} in
 * {@link dev.downbeat.playbook.tool.Tools}, given a {@link dev.downbeat.playbook.tool.ToolCall}, answering with plain
 * data (null, booleans, numbers, strings, lists, maps with string keys) or a
 * {@link dev.downbeat.playbook.tool.ToolException}.
 */
@NullMarked
package dev.downbeat.playbook.tool;

import org.jspecify.annotations.NullMarked;
