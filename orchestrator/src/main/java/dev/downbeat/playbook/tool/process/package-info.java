/**
 * Child processes: {@link dev.downbeat.playbook.tool.process.ProcessTree} starts them so that they can be ended with
 * all they started.
 */
@NullMarked
package dev.downbeat.playbook.tool.process;

import org.jspecify.annotations.NullMarked;
