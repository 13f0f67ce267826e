@NullMarked
package dev.downbeat.playbook.retry;

import org.jspecify.annotations.NullMarked;
