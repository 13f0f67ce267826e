/**
 * Runs playbooks. A run is rows; a step's visit is carried by a command on the queue, taken by {@link
 * dev.downbeat.playbook.run.StepHandler}. What follows from its end is decided without I/O by {@link
 * dev.downbeat.playbook.run.RunDecision} and {@link dev.downbeat.playbook.run.LoopDecision} and written, together with
 * the command's own outcome, in one transaction.
 */
@NullMarked
package dev.downbeat.playbook.run;

import org.jspecify.annotations.NullMarked;
