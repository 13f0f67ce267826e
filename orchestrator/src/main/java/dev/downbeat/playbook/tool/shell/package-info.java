/** The kind {@code shell}: {@link dev.downbeat.playbook.tool.shell.ShellTool} runs commands as child processes. */
@NullMarked
package dev.downbeat.playbook.tool.shell;

import org.jspecify.annotations.NullMarked;
