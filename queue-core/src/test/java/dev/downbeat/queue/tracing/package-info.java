@NullMarked
package dev.downbeat.queue.tracing;

import org.jspecify.annotations.NullMarked;
