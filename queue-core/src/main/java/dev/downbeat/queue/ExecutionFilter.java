package dev.downbeat.queue;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which executions to list or to count; starts from {@link #ALL}.
 *
 * @param states empty for any
 * @param afterId lists ids above this only, for paging
 * @param limit at most so many; 1 to 10 000, 100 by default
 */
public record ExecutionFilter(
        Set<ExecutionState> states,
        @Nullable String task,
        @Nullable String queue,
        @Nullable Long parentId,
        long afterId,
        int limit) {

    /** Every execution, in pages of 100. */
    public static final ExecutionFilter ALL = new ExecutionFilter(Set.of(), null, null, null, 0, 100);

    public ExecutionFilter {
        states = Set.copyOf(states);
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("limit must be from 1 to 10 000, got " + limit);
        }
    }

    public ExecutionFilter in(ExecutionState first, ExecutionState... more) {
        return new ExecutionFilter(EnumSet.of(first, more), task, queue, parentId, afterId, limit);
    }

    public ExecutionFilter task(Task<?, ?> task) {
        return new ExecutionFilter(states, task.name(), queue, parentId, afterId, limit);
    }

    public ExecutionFilter task(String name) {
        return new ExecutionFilter(states, name, queue, parentId, afterId, limit);
    }

    public ExecutionFilter queue(String name) {
        return new ExecutionFilter(states, task, name, parentId, afterId, limit);
    }

    public ExecutionFilter childrenOf(long id) {
        return new ExecutionFilter(states, task, queue, id, afterId, limit);
    }

    public ExecutionFilter after(long id) {
        return new ExecutionFilter(states, task, queue, parentId, id, limit);
    }

    public ExecutionFilter limit(int limit) {
        return new ExecutionFilter(states, task, queue, parentId, afterId, limit);
    }
}
