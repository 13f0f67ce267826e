@NullMarked
package dev.downbeat.playbook.pipeline;

import org.jspecify.annotations.NullMarked;
