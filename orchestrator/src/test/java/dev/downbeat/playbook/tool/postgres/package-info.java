@NullMarked
package dev.downbeat.playbook.tool.postgres;

import org.jspecify.annotations.NullMarked;
