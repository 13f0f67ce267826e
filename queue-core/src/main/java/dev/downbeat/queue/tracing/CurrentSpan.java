package dev.downbeat.queue.tracing;

import dev.downbeat.queue.TraceContext;
import dev.downbeat.queue.TraceSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A span that is current on its thread until it ends. */
final class CurrentSpan implements TraceSpan {

    private final Span span;
    private final Scope scope;

    @SuppressWarnings("MustBeClosedChecker") // closed by end, which comes once
    CurrentSpan(Span span) {
        this.span = span;
        this.scope = span.makeCurrent();
    }

    @Override
    public @Nullable TraceContext context() {
        return W3c.of(span);
    }

    @Override
    public void end(@Nullable Throwable failure) {
        scope.close();
        if (failure != null) {
            span.recordException(failure);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
