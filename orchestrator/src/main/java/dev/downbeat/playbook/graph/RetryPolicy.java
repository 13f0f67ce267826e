package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Condition;
import java.util.Set;

/**
 * When and how often a failed call is repeated: the one model of the language's five spellings.
 *
 * @param maxAttempts runs in all, the first included; at least 1
 * @param retryOn error groups that are repeated; {@link RetryOn#ANY} for all
 * @param retryWhen besides, what must hold for a repetition; in scope {@code error}, {@code result}, {@code response}
 *     and {@code attempt}. {@link Condition#ALWAYS} when not written. A condition of its own ({@code retry_when}) also
 *     repeats a call that succeeded
 * @param stopWhen what ends the repetition early; {@link Condition#NEVER} when not written
 * @param backoff how long to wait before each repetition
 */
public record RetryPolicy(
        int maxAttempts, Set<RetryOn> retryOn, Condition retryWhen, Condition stopWhen, Backoff backoff) {

    public RetryPolicy {
        retryOn = Set.copyOf(retryOn);
    }
}
