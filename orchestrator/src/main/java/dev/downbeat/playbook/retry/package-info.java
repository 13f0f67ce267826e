/**
 * Whether and when a failed call runs again: {@link dev.downbeat.playbook.retry.RetryDecision} answers from the policy,
 * the attempt and the error alone, so that the wait can be a delayed enqueue or a short pause.
 */
@NullMarked
package dev.downbeat.playbook.retry;

import org.jspecify.annotations.NullMarked;
