package dev.downbeat.queue;

import dev.downbeat.queue.internal.StoredTrace;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as W3C Trace Context writes it: what an execution carries from its enqueue to its handler.
 *
 * @param traceparent {@code 00-<trace id>-<span id>-<flags>}, in lower case
 * @param tracestate of the tracing systems under way, 1 to 512 characters; null if there is none
 */
public record TraceContext(String traceparent, @Nullable String tracestate) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int LONGEST_STATE = 512;

    public TraceContext {
        if (!FORM.matcher(traceparent).matches()) {
            throw new IllegalArgumentException("expected a W3C traceparent, got " + traceparent);
        }
        if (tracestate != null && (tracestate.isEmpty() || tracestate.length() > LONGEST_STATE)) {
            throw new IllegalArgumentException("expected a tracestate of 1 to %d characters, got %d"
                    .formatted(LONGEST_STATE, tracestate.length()));
        }
    }

    StoredTrace stored() {
        return new StoredTrace(traceparent, tracestate);
    }

    static @Nullable TraceContext of(@Nullable StoredTrace stored) {
        return stored == null ? null : new TraceContext(stored.parent(), stored.state());
    }
}
