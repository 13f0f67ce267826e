@NullMarked
package dev.downbeat.queue;

import org.jspecify.annotations.NullMarked;
