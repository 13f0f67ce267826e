package dev.downbeat.queue;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A subscription as the database has it, see {@link Subscription}. */
public record StoredSubscription(
        String name,
        String event,
        String task,
        int priority,
        @Nullable JsonNode contains,
        @Nullable String predicate) {}
