@NullMarked
package dev.downbeat.worker.metrics;

import org.jspecify.annotations.NullMarked;
