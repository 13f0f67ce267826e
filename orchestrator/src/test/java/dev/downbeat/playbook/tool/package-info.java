@NullMarked
package dev.downbeat.playbook.tool;

import org.jspecify.annotations.NullMarked;
