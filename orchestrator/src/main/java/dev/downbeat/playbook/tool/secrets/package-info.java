/** The kind {@code secrets}: {@link dev.downbeat.playbook.tool.secrets.SecretsTool} reads the worker's environment. */
@NullMarked
package dev.downbeat.playbook.tool.secrets;

import org.jspecify.annotations.NullMarked;
