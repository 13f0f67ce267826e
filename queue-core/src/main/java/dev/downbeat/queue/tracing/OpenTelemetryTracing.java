package dev.downbeat.queue.tracing;

import dev.downbeat.queue.TraceContext;
import dev.downbeat.queue.TraceSpan;
import dev.downbeat.queue.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spans for OpenTelemetry: a producer's around each enqueue and emit, a consumer's around each call of a handler, whose
 * parent is the producer's. The context is carried as W3C Trace Context, whatever propagators the application has.
 *
 * <pre>{@code
 * Queue queue = Queue.on(dataSource).tracing(OpenTelemetryTracing.of(openTelemetry));
 * }</pre>
 *
 * <p>A batch has one consumer's span, with a link to each of its producers. Names and attributes follow the conventions for
 * messaging; a task's name is the destination. Payloads are in no span. Safe for any thread.
 */
public final class OpenTelemetryTracing implements Tracing {

    private static final String SCOPE = "dev.downbeat.queue";
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<Long> COUNT = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("downbeat.attempt");

    private final Tracer tracer;

    private OpenTelemetryTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Makes spans with the tracer {@code dev.downbeat.queue} of the application's OpenTelemetry. */
    public static OpenTelemetryTracing of(OpenTelemetry openTelemetry) {
        return new OpenTelemetryTracing(openTelemetry.getTracer(SCOPE));
    }

    @Override
    public TraceSpan enqueuing(String task, int executions) {
        return new CurrentSpan(span("send", task, SpanKind.PRODUCER)
                .setAttribute(COUNT, (long) executions)
                .startSpan());
    }

    @Override
    public TraceSpan emitting(String event) {
        return new CurrentSpan(span("send", event, SpanKind.PRODUCER).startSpan());
    }

    @Override
    public TraceSpan running(String task, long execution, int attempt, @Nullable TraceContext from) {
        SpanBuilder builder = span("process", task, SpanKind.CONSUMER)
                .setAttribute(MESSAGE, Long.toString(execution))
                .setAttribute(ATTEMPT, (long) attempt);
        Span span = (from == null ? builder.setNoParent() : builder.setParent(W3c.context(from))).startSpan();
        return new CurrentSpan(span);
    }

    @Override
    public TraceSpan runningBatch(String task, int executions, List<TraceContext> from) {
        SpanBuilder builder =
                span("process", task, SpanKind.CONSUMER).setNoParent().setAttribute(COUNT, (long) executions);
        from.forEach(context ->
                builder.addLink(Span.fromContext(W3c.context(context)).getSpanContext()));
        return new CurrentSpan(builder.startSpan());
    }

    private SpanBuilder span(String operation, String destination, SpanKind kind) {
        return tracer.spanBuilder(operation + " " + destination)
                .setParent(Context.current())
                .setSpanKind(kind)
                .setAttribute(SYSTEM, "downbeat")
                .setAttribute(OPERATION, operation)
                .setAttribute(DESTINATION, destination);
    }
}
