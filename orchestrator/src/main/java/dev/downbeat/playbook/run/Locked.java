package dev.downbeat.playbook.run;

import dev.downbeat.playbook.status.RunStatus;
import org.jspecify.annotations.Nullable;

/** An execution's row, held for update until the transaction ends. Locks are taken from the child up to its parents. */
record Locked(long executionId, long playbookId, RunStatus status, int lastVisit, Frame.@Nullable Parent parent) {}
