/**
 * Playbooks, for those who start and watch them: {@link dev.downbeat.playbook.Playbooks} registers, executes, follows and
 * cancels; {@link dev.downbeat.playbook.PlaybookTasks} makes a worker able to run them.
 */
@NullMarked
package dev.downbeat.playbook;

import org.jspecify.annotations.NullMarked;
