@NullMarked
package dev.downbeat.playbook.tool.shell;

import org.jspecify.annotations.NullMarked;
