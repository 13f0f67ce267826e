@NullMarked
package dev.downbeat.playbook.tool.transfer;

import org.jspecify.annotations.NullMarked;
