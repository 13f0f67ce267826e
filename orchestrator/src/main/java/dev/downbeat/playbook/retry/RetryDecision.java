package dev.downbeat.playbook.retry;

import dev.downbeat.playbook.graph.Backoff;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolOutcome;
import java.time.Duration;
import java.util.function.Predicate;

/** What follows a run that a retry policy looked at. */
public sealed interface RetryDecision {

    /** Run again after this delay. */
    record Again(Duration after) implements RetryDecision {}

    /** Leave it at this outcome; {@code reason} says why in a few words. */
    record GiveUp(String reason) implements RetryDecision {}

    /**
     * Decides from the policy, the number of runs so far (1 after the first) and the last outcome.
     *
     * <p>A failure runs again when its kind is one of the policy's, {@code retry_when} holds and {@code stop_when} does
     * not. A success runs again only where {@code retry_when} is written and holds. A condition that cannot be
     * evaluated ends it.
     *
     * @param holds evaluates a condition in the {@linkplain AttemptScope scope of the attempt}
     */
    static RetryDecision after(RetryPolicy policy, int attempt, ToolOutcome outcome, Predicate<Condition> holds) {
        if (attempt >= policy.maxAttempts()) {
            return new GiveUp("all %d attempts are used up".formatted(policy.maxAttempts()));
        }
        try {
            if (holds.test(policy.stopWhen())) {
                return new GiveUp("stop_when holds");
            }
            return switch (outcome) {
                case ToolOutcome.Succeeded succeeded -> afterSuccess(policy, attempt, holds);
                case ToolOutcome.Failed failed -> afterFailure(policy, attempt, failed.error(), holds);
            };
        } catch (TemplateException e) {
            return new GiveUp("a condition cannot be evaluated: " + e.getMessage());
        }
    }

    /**
     * Returns how long to wait before the next run: the policy's delay, or what the other side asked for
     * {@code retry_after}) if that is longer, within the policy's longest delay.
     */
    static Duration delay(Backoff backoff, int attempt, ToolOutcome outcome) {
        Duration delay = backoff.delayAfter(attempt);
        if (outcome instanceof ToolOutcome.Failed failed
                && failed.error().details().get("retry_after") instanceof Number seconds) {
            Duration asked = Duration.ofMillis(Math.round(seconds.doubleValue() * 1_000));
            return max(delay, min(asked, backoff.maxDelay()));
        }
        return delay;
    }

    private static RetryDecision afterSuccess(RetryPolicy policy, int attempt, Predicate<Condition> holds) {
        if (policy.retryWhen().always() || !holds.test(policy.retryWhen())) {
            return new GiveUp("it succeeded");
        }
        return new Again(policy.backoff().delayAfter(attempt));
    }

    private static RetryDecision afterFailure(
            RetryPolicy policy, int attempt, ErrorObject error, Predicate<Condition> holds) {
        String kind = error.kind().word();
        if (policy.retryOn().stream().noneMatch(group -> group.covers(kind))) {
            return new GiveUp("errors of kind %s are not retried".formatted(kind));
        }
        if (!holds.test(policy.retryWhen())) {
            return new GiveUp("retry_when does not hold");
        }
        return new Again(delay(policy.backoff(), attempt, new ToolOutcome.Failed(error, null)));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
