package dev.downbeat.playbook.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the event log.
 *
 * @param eventId grows within an execution; the cursor of {@code events}
 * @param eventType {@code playbook.initialized}, {@code call.done}, {@code loop.done}, …
 * @param nodeName the step, or the playbook's name
 * @param item the index of the loop's item, null outside a loop
 * @param worker the worker that reported it, null when none did
 */
public record PlaybookEvent(
        @JsonProperty("execution_id") long executionId,
        @JsonProperty("event_id") long eventId,
        @JsonProperty("event_type") String eventType,
        @JsonProperty("node_name") @Nullable String nodeName,
        @Nullable Integer visit,
        @Nullable Integer item,
        @Nullable Integer attempt,
        @Nullable String status,
        @JsonProperty("duration_ms") @Nullable Double durationMs,
        @Nullable JsonNode result,
        @Nullable JsonNode error,
        @Nullable String worker,
        @JsonProperty("created_at") Instant createdAt) {}
