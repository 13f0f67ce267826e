package dev.downbeat.queue;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a worker treats the executions of a task.
 *
 * @param timeout null for none
 * @param windows open if one of them is; empty for always
 * @param retention null for the worker's default
 * @param batching null if they are run one by one
 * @param keepsChildren whether its children outlive its cancel
 */
record TaskPolicies(
        RetryPolicy retry,
        @Nullable Duration timeout,
        List<Window> windows,
        List<Limit> limits,
        @Nullable Retention retention,
        @Nullable Batching batching,
        boolean keepsChildren) {

    static final TaskPolicies DEFAULT =
            new TaskPolicies(RetryPolicy.DEFAULT, null, List.of(), List.of(), null, null, false);

    TaskPolicies {
        windows = List.copyOf(windows);
        limits = List.copyOf(limits);
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new IllegalArgumentException("expected a timeout above zero, got " + timeout);
        }
    }

    TaskPolicies retry(RetryPolicy policy) {
        return new TaskPolicies(policy, timeout, windows, limits, retention, batching, keepsChildren);
    }

    TaskPolicies timeout(Duration limit) {
        return new TaskPolicies(retry, limit, windows, limits, retention, batching, keepsChildren);
    }

    TaskPolicies windows(List<Window> open) {
        return new TaskPolicies(retry, timeout, open, limits, retention, batching, keepsChildren);
    }

    TaskPolicies limits(List<Limit> on) {
        return new TaskPolicies(retry, timeout, windows, on, retention, batching, keepsChildren);
    }

    TaskPolicies retention(Retention kept) {
        return new TaskPolicies(retry, timeout, windows, limits, kept, batching, keepsChildren);
    }

    TaskPolicies batching(Batching by) {
        return new TaskPolicies(retry, timeout, windows, limits, retention, by, keepsChildren);
    }

    TaskPolicies keepingChildren() {
        return new TaskPolicies(retry, timeout, windows, limits, retention, batching, true);
    }
}
