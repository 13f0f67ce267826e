package dev.downbeat.playbook.graph;

import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.Template;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.template.Templates;
import java.time.Duration;
import java.util.Optional;
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
 * @param bounds the fields {@code max_attempts}, {@code delay}, {@code multiplier} and {@code max_delay} that were
 *     written as templates; {@link #bound} puts them in place. Until then {@code maxAttempts} is {@link #UNBOUND}
 */
public record RetryPolicy(
        int maxAttempts,
        Set<RetryOn> retryOn,
        Condition retryWhen,
        Condition stopWhen,
        Backoff backoff,
        Template bounds) {

    /** Stands for a number of attempts that is a template still to be rendered. */
    public static final int UNBOUND = 1_000;

    public RetryPolicy {
        retryOn = Set.copyOf(retryOn);
    }

    /** A policy whose bounds are all known. */
    public RetryPolicy(
            int maxAttempts, Set<RetryOn> retryOn, Condition retryWhen, Condition stopWhen, Backoff backoff) {
        this(maxAttempts, retryOn, retryWhen, stopWhen, backoff, Template.EMPTY);
    }

    /**
     * Returns the policy with its templated bounds rendered in a scope; itself when there are none.
     *
     * @throws TemplateException if a bound cannot be rendered or is no number
     */
    public RetryPolicy bound(Templates templates, Scope scope) {
        if (bounds.isEmpty()) {
            return this;
        }
        int attempts =
                number(templates, scope, "max_attempts").map(Double::intValue).orElse(maxAttempts);
        Backoff bound = new Backoff(
                backoff.kind(),
                number(templates, scope, "delay").map(RetryPolicy::seconds).orElse(backoff.delay()),
                Math.max(1, number(templates, scope, "multiplier").orElse(backoff.multiplier())),
                number(templates, scope, "max_delay").map(RetryPolicy::seconds).orElse(backoff.maxDelay()));
        return new RetryPolicy(Math.max(1, attempts), retryOn, retryWhen, stopWhen, bound);
    }

    private Optional<Double> number(Templates templates, Scope scope, String field) {
        return bounds.child(field).map(template -> templates.number(template, scope));
    }

    private static Duration seconds(double amount) {
        return Duration.ofNanos(Math.round(Math.clamp(amount, 0, 1e9) * 1e9));
    }
}
