@NullMarked
package dev.downbeat.queue.metrics;

import org.jspecify.annotations.NullMarked;
