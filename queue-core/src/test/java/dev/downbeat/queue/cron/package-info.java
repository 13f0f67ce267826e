@NullMarked
package dev.downbeat.queue.cron;

import org.jspecify.annotations.NullMarked;
