/**
 * Worker processes and servers that are killed, frozen, cut off and restarted. {@link
 * dev.downbeat.queue.fault.Journal} is what handlers write down as they run; {@link
 * dev.downbeat.queue.fault.HistoryChecker} holds it against the database. What takes minutes carries the tag {@code faults} and
 * runs with {@code ./mvnw verify -Pfaults}.
 */
@NullMarked
package dev.downbeat.queue.fault;

import org.jspecify.annotations.NullMarked;
