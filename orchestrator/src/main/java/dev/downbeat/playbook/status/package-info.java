/**
 * What people and programs are told of a run: {@link dev.downbeat.playbook.status.ExecutionSummary} when it is over, {@link dev.downbeat.playbook.status.Progress} while it goes on.
 */
@NullMarked
package dev.downbeat.playbook.status;

import org.jspecify.annotations.NullMarked;
