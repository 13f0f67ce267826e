package dev.downbeat.queue;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a worker treats the executions of a task.
 *
 * @param timeout null for none
 * @param windows open if one of them is; empty for always
 */
record TaskPolicies(RetryPolicy retry, @Nullable Duration timeout, List<Window> windows, List<Limit> limits) {

    static final TaskPolicies DEFAULT = new TaskPolicies(RetryPolicy.DEFAULT, null, List.of(), List.of());

    TaskPolicies {
        windows = List.copyOf(windows);
        limits = List.copyOf(limits);
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("expected a timeout above zero, got " + timeout);
        }
    }

    TaskPolicies retry(RetryPolicy policy) {
        return new TaskPolicies(policy, timeout, windows, limits);
    }

    TaskPolicies timeout(Duration limit) {
        return new TaskPolicies(retry, limit, windows, limits);
    }

    TaskPolicies windows(List<Window> open) {
        return new TaskPolicies(retry, timeout, open, limits);
    }

    TaskPolicies limits(List<Limit> on) {
        return new TaskPolicies(retry, timeout, windows, on);
    }
}
