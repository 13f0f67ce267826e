@NullMarked
package dev.downbeat.queue.internal;

import org.jspecify.annotations.NullMarked;
