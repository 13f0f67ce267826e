package dev.downbeat.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which failed executions to list, retry or discard; starts from {@link #ALL}.
 *
 * @param failedBefore only those that failed for good before this
 * @param errorType only those whose last error was of this exception class
 * @param afterId lists ids above this only, for paging
 * @param limit lists at most so many, 1 to 10 000, 100 by default; retrying and discarding know no limit
 */
public record DeadLetterFilter(
        @Nullable String task,
        @Nullable String queue,
        @Nullable Instant failedBefore,
        @Nullable String errorType,
        long afterId,
        int limit) {

    /** Every failed execution, in pages of 100. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, 0, 100);

    public DeadLetterFilter {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("limit must be from 1 to 10 000, got " + limit);
        }
    }

    public DeadLetterFilter task(Task<?, ?> only) {
        return new DeadLetterFilter(only.name(), queue, failedBefore, errorType, afterId, limit);
    }

    public DeadLetterFilter queue(String only) {
        return new DeadLetterFilter(task, only, failedBefore, errorType, afterId, limit);
    }

    public DeadLetterFilter failedBefore(Instant time) {
        return new DeadLetterFilter(task, queue, time, errorType, afterId, limit);
    }

    public DeadLetterFilter errorType(Class<? extends Throwable> type) {
        return new DeadLetterFilter(task, queue, failedBefore, type.getName(), afterId, limit);
    }

    public DeadLetterFilter after(long id) {
        return new DeadLetterFilter(task, queue, failedBefore, errorType, id, limit);
    }

    public DeadLetterFilter limit(int most) {
        return new DeadLetterFilter(task, queue, failedBefore, errorType, afterId, most);
    }
}
