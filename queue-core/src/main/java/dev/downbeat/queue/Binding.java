package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task and the handler that a worker has for it. */
final class Binding<P extends @Nullable Object, R extends @Nullable Object> {

    private final Task<P, R> task;
    private final Handler<P, R> handler;
    private final Codec<P> payload;
    private final Codec<R> result;
    private final Logger log;

    Binding(Task<P, R> task, Handler<P, R> handler) {
        this.task = task;
        this.handler = handler;
        this.payload = Json.codec(task.payloadType());
        this.result = Json.codec(task.resultType());
        this.log = LoggerFactory.getLogger("dev.downbeat.task." + task.name());
    }

    Task<P, R> task() {
        return task;
    }

    Logger log() {
        return log;
    }

    /** Decodes, handles, encodes. */
    @Nullable
    String handle(@Nullable String json, TaskContext context) throws Exception {
        P decoded = payload.decode("The payload", json);
        return encode(handler.handle(decoded, context));
    }

    private @Nullable String encode(R value) {
        return result.encode("The result", value);
    }

    /** Encodes a result whose type the caller could not show to the compiler. */
    @SuppressWarnings({"unchecked", "NullAway"}) // Jackson refuses a value of another type; null is no document
    @Nullable
    String encodeUntyped(@Nullable Object value) {
        return encode((R) value);
    }
}
