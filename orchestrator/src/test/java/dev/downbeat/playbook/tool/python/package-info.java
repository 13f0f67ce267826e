@NullMarked
package dev.downbeat.playbook.tool.python;

import org.jspecify.annotations.NullMarked;
