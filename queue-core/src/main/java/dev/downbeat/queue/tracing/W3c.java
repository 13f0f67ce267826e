package dev.downbeat.queue.tracing;

import dev.downbeat.queue.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenTelemetry's contexts as W3C Trace Context writes them, and back. */
final class W3c {

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final TextMapPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<TraceContext> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(TraceContext from) {
            return List.of(PARENT, STATE);
        }

        @Override
        public @Nullable String get(@Nullable TraceContext from, String key) {
            if (from == null) {
                return null;
            }
            return switch (key) {
                case PARENT -> from.traceparent();
                case STATE -> from.tracestate();
                default -> null;
            };
        }
    };

    private W3c() {}

    /** Returns the span's place in its trace; null if it is in none, because nothing is set up to trace. */
    static @Nullable TraceContext of(Span span) {
        Map<String, String> carrier = new HashMap<>();
        PROPAGATOR.inject(Context.root().with(span), carrier, (fields, key, value) -> {
            if (fields != null) {
                fields.put(key, value);
            }
        });
        String parent = carrier.get(PARENT);
        String state = carrier.get(STATE);
        return parent == null ? null : new TraceContext(parent, state == null || state.isEmpty() ? null : state);
    }

    static Context context(TraceContext from) {
        return PROPAGATOR.extract(Context.root(), from, GETTER);
    }
}
