/**
 * The event log: {@link dev.downbeat.playbook.event.EventLog} appends what happened, for people and audit. Nothing is
 * ever decided from it.
 */
@NullMarked
package dev.downbeat.playbook.event;

import org.jspecify.annotations.NullMarked;
