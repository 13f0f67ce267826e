package dev.downbeat.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.queue.cron.MissedRuns;
import dev.downbeat.queue.cron.OverlapPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it stood in the database when it was asked for.
 *
 * @param expression the cron expression, its times being those of {@code zone}
 * @param paused whether its slots pass
 * @param nextFireAt the next slot; null if it is paused, or there is none any more
 * @param lastFireAt the last slot that got an execution; null if none has yet
 * @param lastExecutionId that execution
 */
public record StoredSchedule(
        String name,
        String task,
        String expression,
        String zone,
        @Nullable JsonNode payload,
        OverlapPolicy overlap,
        MissedRuns missedRuns,
        int priority,
        boolean paused,
        @Nullable Instant nextFireAt,
        @Nullable Instant lastFireAt,
        @Nullable Long lastExecutionId) {}
